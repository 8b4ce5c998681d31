// Serves one object of the trainer's or the reader's package in a worker. A worker that is started from this file is sent the address
// of the package's JavaScript. One that is started from a text has that JavaScript before this, and a call of `serve`
// after.

/** The worker's own side has the same two members as a Worker: `onmessage` and `postMessage`. */
const page = /** @type {Worker} */ (/** @type {unknown} */ (self));

/** @param {any} glue The package's JavaScript. */
function serve(glue) {
  /** @type {any} */
  let subject;
  const answer = async (/** @type {{ call: string, args: any[] }} */ { call, args }) => {
    if (call !== 'new') return subject[call](...args);
    const [module, name, ...rest] = args;
    await glue.default({ module_or_path: module });
    subject = new glue[name](...rest);
    return undefined;
  };
  page.onmessage = async ({ data }) => {
    try {
      const result = await answer(data);
      page.postMessage({ result }, result?.buffer ? [result.buffer] : []);
    } catch (error) {
      // After a trap nothing here can be relied on.
      const fatal = error instanceof WebAssembly.RuntimeError;
      page.postMessage({ error: error instanceof Error ? error.message : String(error), fatal });
    }
  };
  page.postMessage('ready');
}

page.onmessage = ({ data }) => {
  // Only what is thrown in a task of its own is told to the page.
  import(data).then(serve, (error) => setTimeout(() => {
    throw error;
  }));
};
