// A lesson out of the builder and into it: as a file, a link, a page, a package.

import { download } from '../dom.js';
import { asset } from '../load.js';

/** @import { Crate } from './crate.js' */
/** @import { Language } from '../types' */
/** @import { Lesson } from './types' */

/** The lessons that the site brings along, without language and ending. */
export const EXAMPLES = ['ghm-in-45-minutes', 'read-your-gradient-density'];

/**
 * The file of such a lesson.
 * @param {string} name
 * @param {string} lang
 */
export async function example(name, lang) {
  return (await asset(`lessons/${name}.${lang}.json`)).text();
}

/**
 * A name for a lesson's files.
 * @param {Lesson} lesson
 */
function named({ title }) {
  return title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'lesson';
}

/**
 * Saves a lesson in a form; returns the file's name and size.
 * @param {Crate} crate
 * @param {Lesson} lesson
 * @param {'file' | 'page' | 'scorm'} form
 * @param {Language} lang The language of what is said if that can't be.
 */
export async function save(crate, lesson, form, lang) {
  const blob = await made(crate, JSON.stringify(lesson), form, lang);
  const name = named(lesson) + { file: '.json', page: '.html', scorm: '.scorm.zip' }[form];
  download(name, blob);
  return { name, size: Math.ceil(blob.size / 1000) };
}

/**
 * @param {Crate} crate
 * @param {string} lesson
 * @param {'file' | 'page' | 'scorm'} form
 * @param {Language} lang
 */
async function made(crate, lesson, form, lang) {
  if (form === 'file') return new Blob([crate.lessonFile(lesson)], { type: 'application/json' });
  const player = await (await asset('www/lesson/player.html')).text();
  const page = crate.lessonPage(player, lesson, lang);
  if (form === 'page') return new Blob([page], { type: 'text/html' });
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (crate.scormPackage(page, lesson))], { type: 'application/zip' });
}

/**
 * The lesson's link; undefined if it is too long for one.
 * @param {Crate} crate
 * @param {Lesson} lesson
 */
export function linkOf(crate, lesson) {
  const place = `${location.href.replace(/#.*/s, '')}#`;
  const link = crate.toLink(JSON.stringify(lesson), place.length);
  return link && place + link;
}
