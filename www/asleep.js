// What can be pressed between the figures does nothing without an engine, and then doesn't look as if it did.

/** @import { Language } from './types' */

/** @type {Record<Language, string>} */
export const ASLEEP = {
  en: 'Phrases that set knobs, questions and files need the live computation, which could not start: they do nothing here.',
  zh: '可点的短语、提问和读取文件都需要实时计算，而它未能启动，因此在此处不起作用。',
};

/**
 * Puts it to sleep, or wakes it.
 * @param {boolean} is
 */
export function sleeps(is) {
  /** @type {NodeListOf<HTMLButtonElement | HTMLFieldSetElement>} */
  const pressed = document.querySelectorAll('.set, .predict fieldset');
  for (const it of pressed) it.disabled = is;
  /** @type {NodeListOf<HTMLElement>} */
  const groups = document.querySelectorAll('.dock, .present, .pins, .knobs, ghm-file');
  for (const it of groups) it.inert = is;
}
