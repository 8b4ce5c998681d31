// What the page says around questions.

/** @import { Language } from '../types' */

const TEXTS = {
  en: {
    tag: 'Commit yourself',
    check: 'Check',
    keep: 'Keep my answer',
    covered: 'Your answer comes first.',
    show: 'Show me',
    number: 'Your number',
    text: 'Your answer',
    right: 'Right.',
    rightNumber: 'Right: it is {value}.',
    wrong: 'The right answer: {answer}.',
    wrongNumber: 'It is {value}.',
    near: 'Near.',
    far: 'Not near.',
    kept: 'Your answer is kept.',
    waiting: 'The number that decides is still being computed, or this figure has none of that name.',
    broken: 'This question can’t be read: {reason}',
  },
  zh: {
    tag: '先给出你的答案',
    check: '核对',
    keep: '保存我的回答',
    covered: '请先作答。',
    show: '直接看图',
    number: '你的数值',
    text: '你的回答',
    right: '答对了。',
    rightNumber: '答对了：是 {value}。',
    wrong: '正确答案是：{answer}。',
    wrongNumber: '是 {value}。',
    near: '接近。',
    far: '相差较大。',
    kept: '你的回答已记下。',
    waiting: '判定所需的数值还在计算，或者此图没有这个名称的数值。',
    broken: '无法读取这道题：{reason}',
  },
};

/** @typedef {keyof typeof TEXTS.en} Key */

/**
 * A text, with `{name}` replaced by its value.
 * @param {Language} lang
 */
export function questionTexts(lang) {
  /** @type {(key: Key, values?: Record<string, string>) => string} */
  return (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => value), TEXTS[lang][key]);
}
