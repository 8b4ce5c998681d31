// The engine's table of knobs. The engine writes it anew whenever it is asked.

/** @import { Engine, Knob } from '../pkg/explainer.js' */
/** @import { Language } from './types' */

/** @type {WeakMap<Engine, { language: Language, table: Map<string, Knob> }>} */
const tables = new WeakMap();

/**
 * The knobs by key, labelled in the language that the engine speaks.
 * @param {Engine} engine
 * @param {Language} language
 */
export function knobsOf(engine, language) {
  const known = tables.get(engine);
  if (known?.language === language) return known.table;
  const table = new Map(engine.knobs().map((knob) => [knob.key, knob]));
  tables.set(engine, { language, table });
  return table;
}
