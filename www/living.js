// An engine that outlives its wasm instance. Code that stops midway, as memory ran out or by a fault of ours, leaves an
// instance of which nothing can be relied on. All sessions of its package have then ended, until the reader starts them
// again: each goes on with an engine of another instance, and with the state in which it last came to rest.

import { load } from './load.js';
import { abandon } from './recordings.js';

/** @import { Engine } from '../pkg/explainer.js' */
/** @import { Session } from './session.js' */
/** @import { Module as Package } from './types' */

/** @typedef {Package & { hero: boolean }} Module */

/**
 * Stands for an engine that may be replaced, so that whoever holds it needn't know.
 * @param {(error: unknown) => void} failed Is told what any of its methods throws.
 */
export function standIn(failed) {
  /** @type {any} */
  let now;
  const engine = /** @type {any} */ ({});
  /**
   * @param {Engine | undefined} other What it stands for from now on.
   * @param {boolean} [sound] Whether the one before may be freed. Else it is let go as it is: the browser, too, would
   *   free it some time, which fails where its code stopped.
   */
  const put = (other, sound = true) => {
    if (sound) now?.free();
    else now?.__destroy_into_raw();
    now = other;
    if (!other) return;
    // The hero's engine has fewer methods.
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(other))) {
      if (name === 'constructor' || name in engine) continue;
      engine[name] = (/** @type {unknown[]} */ ...args) => {
        try {
          return now[name](...args);
        } catch (error) {
          failed(error);
          throw error;
        }
      };
    }
  };
  return { engine: /** @type {Engine} */ (engine), put };
}

/**
 * By package, the sessions whose engines are of its instance.
 * @type {WeakMap<Module, Set<Session>>}
 */
const sessions = new WeakMap();

/**
 * A session has an engine of this package.
 * @param {Module} module
 * @param {Session} session
 */
export function enrol(module, session) {
  const all = sessions.get(module) ?? new Set();
  sessions.set(module, all.add(session));
}

/**
 * A session has no longer one.
 * @param {Module} module
 * @param {Session} session
 */
export function strike(module, session) {
  sessions.get(module)?.delete(session);
}

/**
 * Ends all sessions of a package.
 * @param {Module} module
 * @param {string} why
 */
export function endAll(module, why) {
  // Who comes now gets another instance.
  if (!module.hero) load.forget();
  abandon(module);
  for (const session of sessions.get(module) ?? []) session.end(why);
}

/**
 * By package, its sessions' new start, while that is under way.
 * @type {WeakMap<Module, Promise<void>>}
 */
const starts = new WeakMap();

/**
 * Starts all sessions again that ended with this one.
 * @param {Session} session
 */
export async function startAgain({ module }) {
  const start = starts.get(module) ?? started([...(sessions.get(module) ?? [])]);
  starts.set(module, start);
  try {
    await start;
  } finally {
    starts.delete(module);
  }
}

/** @param {Session[]} ended */
async function started(ended) {
  const module = await load();
  for (const session of ended) await session.revive(module);
}
