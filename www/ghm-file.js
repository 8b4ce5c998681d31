// <ghm-file>: the reader's own logits, from a file that never leaves the browser.

import { make, reason } from './dom.js';
import { Session } from './session.js';

class GhmFile extends HTMLElement {
  #input = make('input');
  #message = make('p');

  async connectedCallback() {
    const session = await Session.page;
    // The element was only moved.
    if (this.#input.parentNode) return;
    this.#input.type = 'file';
    this.#input.accept = '.csv,.txt,.tsv,.npy';
    this.#message.setAttribute('role', 'status');
    const label = make('label', '', session.text('FileDrop'));
    label.append(this.#input);
    this.append(label, this.#message);
    this.#input.addEventListener('change', () => this.#take(session, this.#input.files));
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#take(session, event.dataTransfer?.files);
    });
  }

  /**
   * Reads the first of some files.
   * @param {Session} session
   * @param {FileList | null} [files]
   */
  async #take(session, files) {
    const file = files?.[0];
    if (!file) return;
    const { name } = file;
    try {
      const n = session.engine.loadFile(new Uint8Array(await file.arrayBuffer()));
      this.#message.textContent = session.text('FileRead', { name, n });
    } catch (error) {
      this.#message.textContent = session.text('FileFailed', { name, reason: reason(error) });
    }
    this.#input.value = '';
    session.mark();
  }
}

customElements.define('ghm-file', GhmFile);
