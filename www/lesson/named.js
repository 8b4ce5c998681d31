// The article's predictions, where a lesson asks some.

import { predictions } from '../question/spec.js';

/** @import { Named } from './results.js' */
/** @import { Lesson } from './types' */

/**
 * Their texts; without them, results call a prediction by its name.
 * @param {Lesson} lesson
 * @returns {Promise<Named>}
 */
export async function namedIn(lesson) {
  if (!lesson.steps.some(({ question }) => typeof question === 'string')) return {};
  return predictions(lesson.lang).catch(() => ({}));
}
