// Serves one object of the trainer's package, away from the page's thread. A worker that was
// started from this file imports the package's glue; one that was started from a text has the glue
// above this, and a call of `serve` below.

function serve(glue) {
  let subject;
  const answer = async ({ call, args }) => {
    if (call !== 'new') return subject[call](...args);
    const [module, name, ...rest] = args;
    await glue.default({ module_or_path: module });
    subject = new glue[name](...rest);
  };
  self.onmessage = async ({ data }) => {
    try {
      const result = await answer(data);
      self.postMessage({ result }, result?.buffer ? [result.buffer] : []);
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
  self.postMessage('ready');
}

self.onmessage = async ({ data }) => serve(await import(data));
