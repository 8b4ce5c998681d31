import vue from '@vitejs/plugin-vue';

const compilerOptions = { isCustomElement: (tag) => tag === 'ghm-figure' };

export default { base: './', plugins: [vue({ template: { compilerOptions } })] };
