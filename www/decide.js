// The aid to decide whether to switch: a package of its own finds what was measured nearest to somebody's data, and says what
// that means. Here it is only asked, and written down.

import { make, reason, show } from './dom.js';
import { asset } from './load.js';

/** @import { Session } from './session.js' */
/** @import { Decided } from './types' */

/** Losses in the order of the table's columns. */
const LOSSES = /** @type {const} */ (['ce', 'focal', 'ghm']);

/**
 * Lets the reader ask, once the aid is near.
 * @param {Session} session
 */
export function decide(session) {
  const element = /** @type {HTMLElement | null} */ (document.querySelector('.decide'));
  if (element) new Aid(session, element);
}

/** What answers. One build serves every browser: nothing here is worth SIMD128. */
async function loaded() {
  const [advice, wasm] = await Promise.all([import('../pkg/advice/scalar/advice.js'), asset('pkg/advice/scalar/advice_bg.wasm')]);
  await advice.default({ module_or_path: wasm });
  return new advice.Decision();
}

class Aid {
  /** @type {ReturnType<typeof loaded> | undefined} */
  #decision;
  #busy = false;
  #asked = '';

  /**
   * @param {Session} session
   * @param {HTMLElement} element
   */
  constructor(session, element) {
    this.session = session;
    this.element = element;
    element.hidden = false;
    element.addEventListener('input', () => this.#ask());
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      watch.disconnect();
      this.#ask();
    }, { rootMargin: '50%' });
    watch.observe(element);
  }

  /** What was asked: kind and numbers, as they stand there. */
  #question() {
    const value = (/** @type {string} */ name) => {
      const input = /** @type {HTMLInputElement | HTMLSelectElement} */ (this.element.querySelector(`[name=${name}]`));
      return input.value;
    };
    return { kind: value('kind'), numbers: ['examples', 'positives', 'wrong'].map((name) => Number(value(name))) };
  }

  /** Asks; while an answer is under way, after it. */
  async #ask() {
    const wrong = /** @type {HTMLInputElement} */ (this.element.querySelector('[name=wrong]'));
    const { kind, numbers } = this.#question();
    wrong.disabled = kind === 'none';
    const asked = [kind, ...numbers].join();
    if (this.#busy || asked === this.#asked) return;
    this.#busy = true;
    this.#asked = asked;
    try {
      this.#decision ??= loaded();
      const answer = (await this.#decision).answer(kind, numbers[0], numbers[1], numbers[2]);
      this.#write(answer ? JSON.parse(answer) : undefined);
    } catch (error) {
      this.#decision = undefined;
      this.#say((this.element.dataset.failed ?? '').replace('{why}', reason(error)));
    }
    this.#busy = false;
    this.#ask();
  }

  /** @param {string} text */
  #say(text) {
    show(/** @type {HTMLElement} */ (this.element.querySelector('.answer')), text);
  }

  /** @param {Decided | undefined} decided None where the numbers can't be. */
  #write(decided) {
    const said = (/** @type {{ text: string, zh: string }} */ it) => (this.session.language === 'zh' ? it.zh : it.text);
    this.element.dataset.verdict = decided?.verdict ?? '';
    this.#say(decided ? said(decided) : this.element.dataset.none ?? '');
    const heads = [...this.element.querySelectorAll('thead th')].map((head) => head.textContent ?? '');
    const rows = (decided?.near ?? []).map((near) => {
      const row = make('tr');
      const head = make('th', '', said(near));
      head.scope = 'row';
      head.setAttribute('role', 'rowheader');
      row.setAttribute('role', 'row');
      row.dataset.verdict = near.verdict;
      row.append(head, ...LOSSES.map((loss, i) => {
        const cell = make('td');
        cell.setAttribute('role', 'cell');
        cell.dataset.label = heads[i + 1];
        cell.append(make('span', '', near.measured[loss]));
        return cell;
      }));
      return row;
    });
    this.element.querySelector('tbody')?.replaceChildren(...rows);
    this.element.querySelector('.limits')?.replaceChildren(...(decided?.limits ?? []).map((it) => make('li', '', said(it))));
  }
}
