// Recordings of detectors, unpacked.

import { recorded } from './load.js';

/** @import { Recording } from '../pkg/explainer.js' */
/** @import { Module } from './types' */

/**
 * By the engine's package that unpacked them.
 * @type {WeakMap<Module, Map<string, Promise<Recording>>>}
 */
const unpackedBy = new WeakMap();

/**
 * The recording of a detector, unpacked once for all sessions.
 * @param {Module} module
 * @param {string} name
 */
export function unpacked(module, name) {
  const recordings = unpackedBy.get(module) ?? new Map();
  unpackedBy.set(module, recordings);
  let recording = recordings.get(name);
  if (!recording) {
    recording = recorded(name).then((bytes) => new module.Recording(bytes));
    recordings.set(name, recording);
    // After a failure, the next call fetches it again.
    recording.catch(() => recordings.delete(name));
  }
  return recording;
}
