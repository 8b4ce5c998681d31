// Code with the present settings, to take home.

import { copyBox } from '../dialog.js';
import { button, download, make, menu, reason } from '../dom.js';
import { fill, TEXT } from './findings-text.js';

/** @import { Session } from '../session.js' */
/** @import { Diagnosis } from './diagnosis.js' */

export class CodeView {
  box = make('details', 'code');
  #menu = menu([]);
  #text;
  /**
   * What the text box was filled for.
   * @type {string | undefined}
   */
  #filled;
  #busy = false;
  #parts;

  /**
   * @param {Session} session
   * @param {Diagnosis} diagnosis
   */
  constructor(session, diagnosis) {
    this.session = session;
    this.diagnosis = diagnosis;
    this.#text = (/** @type {string} */ key) => fill(TEXT[session.language][key] ?? key);
    const { box, copy, said } = copyBox(this.#text);
    box.rows = 12;
    box.wrap = 'off';
    box.setAttribute('aria-label', this.#text('code'));
    const save = button(this.#text('download'), () => this.#save());
    const row = make('div', 'either');
    const label = make('label', '', `${this.#text('codeFor')} `);
    label.append(this.#menu);
    row.append(label, copy, save);
    this.#parts = { code: box, said };
    this.box.append(make('summary', '', this.#text('code')), make('p', 'why', this.#text('codeWhy')), row, said, box);
    this.box.addEventListener('toggle', () => this.tell());
    this.#menu.addEventListener('change', () => this.tell());
  }

  /** Writes the code if it is open and stale. */
  tell() {
    const stamp = this.#stamp();
    if (this.box.open && !this.#busy && stamp && stamp !== this.#filled) this.#fill();
  }

  /** What the code depends on; nothing while the examples are not known. */
  #stamp() {
    const stamp = this.diagnosis.stamp();
    return stamp && `${this.#menu.value} ${stamp}`;
  }

  async #fill() {
    this.#busy = true;
    const { diagnosis } = this;
    const { code, said } = this.#parts;
    try {
      if (!this.#menu.options.length) {
        for (const [name, file] of await diagnosis.targets()) {
          const option = new Option(this.#text(`code-${name}`), name);
          option.dataset.file = file;
          this.#menu.add(option);
        }
      }
      const stamp = this.#stamp();
      code.value = await diagnosis.code(this.#menu.value);
      said.textContent = '';
      this.#filled = stamp;
    } catch (error) {
      if (this.session.closed) return;
      said.textContent = reason(error);
      this.#filled = this.#stamp();
    }
    this.#busy = false;
    if (!this.session.closed) this.tell();
  }

  #save() {
    const file = this.#menu.selectedOptions[0]?.dataset.file ?? 'code.txt';
    download(file, new Blob([this.#parts.code.value], { type: 'text/plain' }));
  }
}
