// <ghm-file>: the reader's own examples, from files that never leave the browser. They may be chosen here, or dropped
// anywhere on the page. What reads and shows them is loaded with the first one; where the element has the attribute
// `diagnoses`, which says what is wrong with the examples of a recording or a preset too, once the figures show them.

import { ASLEEP } from './asleep.js';
import { language } from './attributes.js';
import { make, reason } from './dom.js';
import { part } from './load.js';
import { Session } from './session.js';

/** @import { FileView } from './file/view.js' */

const TAKES = '.csv,.tsv,.txt,.json,.jsonl,.ndjson,.npy,.npz,.gz';

class GhmFile extends HTMLElement {
  #input = make('input');
  #message = make('p', 'message');
  /** @type {Promise<FileView> | undefined} */
  #view;

  #begun = false;

  async connectedCallback() {
    // The element was only moved.
    if (this.#begun) return;
    this.#begun = true;
    // Without these, the browser would open what is dropped beside the element, and leave the page.
    addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
    addEventListener('drop', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      this.#take([...event.dataTransfer.files]);
      this.scrollIntoView({ block: 'nearest' });
    });
    const session = await this.#session();
    if (!session) return this.append(make('p', 'message', ASLEEP[language(document.documentElement.lang)]));
    Object.assign(this.#input, { type: 'file', accept: TAKES, multiple: true });
    this.#message.setAttribute('role', 'status');
    const label = make('label', 'open', session.text('FileDrop'));
    label.append(this.#input);
    this.append(label, this.#message);
    this.#input.addEventListener('change', () => {
      const files = [...(this.#input.files ?? [])];
      // The same file may be chosen again, after it was changed.
      this.#input.value = '';
      this.#take(files);
    });
    if (this.hasAttribute('diagnoses')) this.#diagnose(session);
  }

  /**
   * Words come after figures: what finds something is loaded when the first have been drawn.
   * @param {Session} session
   */
  #diagnose(session) {
    const first = {
      tell: () => {
        session.remove(first);
        this.#with(session, (view) => view.follow());
      },
    };
    session.add(first);
  }

  /** The page's session; nothing where the engine can't run, which the figures say. */
  #session() {
    return Session.page.catch(() => undefined);
  }

  /** @param {File[]} files */
  async #take(files) {
    const session = await this.#session();
    if (session && files.length) this.#with(session, (view) => view.take(files));
  }

  /**
   * @param {Session} session
   * @param {(view: FileView) => void} act
   */
  async #with(session, act) {
    this.#view ??= this.#open(session);
    try {
      act(await this.#view);
    } catch (error) {
      // The next file tries again.
      this.#view = undefined;
      this.#message.textContent = session.text('FileFailed', { reason: reason(error) });
    }
  }

  /** @param {Session} session */
  async #open(session) {
    await session.whole;
    const { FileView } = await part('file/view');
    return new FileView(this, this.#message, session);
  }
}

customElements.define('ghm-file', GhmFile);
