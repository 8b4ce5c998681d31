/** @import { Module } from '../types' */

/**
 * Whether a knob of the twin is not at its default.
 * @param {InstanceType<Module['Engine']>} engine
 */
export const twinMoved = (engine) => /(^|&)(outliers|wrong|losses)/.test(engine.query());
