// <ghm-file>: the reader's own logits, from a file that never leaves the browser.

import { Shared } from './session.js';

class GhmFile extends HTMLElement {
  async connectedCallback() {
    if (this.input) return;
    const shared = await Shared.page;
    const label = this.appendChild(document.createElement('label'));
    label.textContent = shared.text('FileDrop');
    this.input = label.appendChild(document.createElement('input'));
    this.input.type = 'file';
    this.input.accept = '.csv,.txt,.tsv,.npy';
    this.message = this.appendChild(document.createElement('p'));
    this.message.setAttribute('role', 'status');
    this.input.addEventListener('change', () => this.take(shared, this.input.files[0]));
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', (event) => {
      event.preventDefault();
      this.take(shared, event.dataTransfer.files[0]);
    });
  }

  async take(shared, file) {
    if (!file) return;
    const { name } = file;
    try {
      const n = shared.session.loadFile(new Uint8Array(await file.arrayBuffer()));
      this.message.textContent = shared.text('FileRead', { name, n });
    } catch (error) {
      this.message.textContent = shared.text('FileFailed', { name, reason: error.message });
    }
    this.input.value = '';
    shared.mark();
  }
}

customElements.define('ghm-file', GhmFile);
