// Reports a lesson to a course system, by SCORM 1.2. Whatever that answers, or throws, the lesson goes on: what it has
// not taken is kept here and sent again, and the learner is told.

import { reason } from '../dom.js';

/** @import { Crate } from './crate.js' */
/** @import { Interaction, ScormApi, Score } from './types' */

/** So many windows upwards the run-time is looked for. */
const LEVELS = 7;
const TRUE = 'true';
/** What a system may lack without harm. */
const OPTIONAL = 'cmi.interactions';

/**
 * The run-time of the course system around this page; null if there is none.
 * @param {Window} from
 * @returns {ScormApi | null}
 */
export function findApi(from = window) {
  return above(from) ?? (from.opener ? above(from.opener) : null);
}

/** @param {Window} from */
function above(from) {
  let window = from;
  for (let level = 0; level <= LEVELS; level++) {
    try {
      const { API } = /** @type {{ API?: ScormApi }} */ (/** @type {unknown} */ (window));
      if (API) return API;
    } catch {
      // A window of another origin, which may still lie in one of ours.
    }
    if (window.parent === window) break;
    window = window.parent;
  }
  return null;
}

export class Report {
  /**
   * Why the system didn't take what it was told last; empty while all is well.
   * @type {string}
   */
  trouble = '';
  /** Whether it is told nothing, as a lesson that is over is only looked at. */
  reviews = false;
  /**
   * What it hasn't taken yet.
   * @type {Map<string, string>}
   */
  #pending = new Map();
  /**
   * Answers that it hasn't taken yet.
   * @type {Interaction[]}
   */
  #answers = [];
  #started = 0;
  #open = false;
  /** How many interactions it has. */
  #count = 0;

  /**
   * @param {ScormApi} api
   * @param {Crate} crate
   */
  constructor(api, crate) {
    this.api = api;
    this.crate = crate;
  }

  /** Starts the session unless it has. Returns what was kept of an earlier visit when it starts, and else nothing. */
  start() {
    if (this.#open || !this.#call('LMSInitialize', '')) return '';
    this.trouble = '';
    this.#open = true;
    this.#started = performance.now();
    this.reviews = ['review', 'browse'].includes(this.#get('cmi.core.lesson_mode'));
    this.#count = Number(this.#get(`${OPTIONAL}._count`)) || 0;
    return this.#get('cmi.suspend_data');
  }

  /**
   * Tells where the learner is. Returns whether the system has all now.
   * @param {{ at: number, status: string, kept: string, score: Score }} now
   */
  tell({ at, status, kept, score }) {
    this.#set('cmi.core.exit', 'suspend');
    this.#set('cmi.core.lesson_location', at);
    this.#set('cmi.suspend_data', kept);
    this.#set('cmi.core.score.min', 0);
    this.#set('cmi.core.score.max', 100);
    this.#set('cmi.core.score.raw', score.percent);
    this.#set('cmi.core.lesson_status', status);
    return this.#send();
  }

  /**
   * Adds an answer to what it is told next.
   * @param {Interaction} answer
   */
  answered(answer) {
    this.#answers.push(answer);
  }

  /** Ends the session. */
  finish() {
    if (!this.#open) return;
    this.#send();
    this.#call('LMSFinish', '');
    this.#open = false;
  }

  /**
   * @param {string} key
   * @param {string | number} value
   */
  #set(key, value) {
    this.#pending.set(key, String(value));
  }

  #send() {
    if (!this.#open) return false;
    if (this.reviews) return true;
    this.trouble = '';
    this.#set('cmi.core.session_time', this.crate.sessionTime(performance.now() - this.#started));
    // A system may have no place for single answers.
    this.#answers.forEach((answer, n) => this.#interaction(this.#count + n, answer));
    this.trouble = '';
    for (const [key, value] of this.#pending) if (!this.#call('LMSSetValue', key, value)) return false;
    if (!this.#call('LMSCommit', '')) return false;
    this.#pending.clear();
    this.#count += this.#answers.length;
    this.#answers = [];
    return true;
  }

  /**
   * @param {number} n
   * @param {Interaction} answer
   */
  #interaction(n, { id, type, response, result }) {
    const all = { id, type, student_response: response, result };
    for (const [key, value] of Object.entries(all)) this.#call('LMSSetValue', `${OPTIONAL}.${n}.${key}`, value);
  }

  /**
   * @param {'LMSInitialize' | 'LMSSetValue' | 'LMSCommit' | 'LMSFinish'} name
   * @param {string[]} values
   */
  #call(name, ...values) {
    const { api } = this;
    try {
      const call = /** @type {(...values: string[]) => unknown} */ (api[name]);
      if (String(call.apply(api, values)) === TRUE) return true;
      const code = String(api.LMSGetLastError());
      this.trouble = [name, code, api.LMSGetErrorString?.(code)].filter(Boolean).join(' ');
    } catch (error) {
      this.trouble = `${name}: ${reason(error)}`;
    }
    return false;
  }

  /** @param {string} key */
  #get(key) {
    try {
      return String(this.api.LMSGetValue(key) ?? '');
    } catch (error) {
      this.trouble = `${key}: ${reason(error)}`;
      return '';
    }
  }
}
