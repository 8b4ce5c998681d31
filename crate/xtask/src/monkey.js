// What the monkey does in a page: see monkey.rs. It runs before the page's own scripts, so that it hears of every error.
(() => {
  const faults = [];
  const last = [];
  addEventListener('error', ({ message, filename, lineno }) => faults.push(`thrown: ${message} (${filename}:${lineno})`));
  addEventListener('unhandledrejection', ({ reason }) => faults.push(`rejected: ${reason?.stack ?? reason}`));
  // Nothing is saved, printed or opened.
  HTMLAnchorElement.prototype.click = () => {};
  window.print = () => {};
  window.open = () => null;

  const frame = () => Promise.race([new Promise(requestAnimationFrame), new Promise((done) => setTimeout(done, 100))]);
  const NONSENSE = ['', 'nonsense', '1e999', '-1e999', '-5', '0', '0.5', '7', '1e-9', '3,4,5', '٣', 'a'.repeat(3000), '<b>', '$&', '%', 'null', '[]', '{}', '=', '&bins=3', 'ghm', 'bins:3'];
  const FIGURES = ['distribution', 'hand', 'gradient', 'weights', 'regions', 'momentum', 'asl1', 'offsets', 'twin', 'detector', 'calibration', 'mu', 'no-such-figure', ''];
  const KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'Enter', ' ', 'Escape', 'z'];
  const FILES = ['logit,target\n1.5,1\n-2,0\n0.25,1\n', 'p;y\n0,5;1\n0,25;0\n', '{"logits":[1,2,-3],"targets":[0,1,0]}', '', '\u0000\u0001\u0002', 'x\n'.repeat(500)];
  // Examples without end only take time.
  const MOST = 300000;

  /** Random numbers from a seed: mulberry32. */
  const randomFrom = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  const roots = () => [document, ...[...document.querySelectorAll('*')].map((it) => it.shadowRoot).filter(Boolean)];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
  const seen = (it) => it.checkVisibility?.({ visibilityProperty: true }) ?? true;

  function actions(random) {
    const pick = (list) => list[Math.floor(random() * list.length)];
    const any = (selector) => pick(all(selector).filter((it) => seen(it) && !it.disabled && !it.closest('[inert]')));
    const fire = (it, kind) => it.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
    const point = (it, kind, buttons) => {
      const { left, top, width, height } = it.getBoundingClientRect();
      const [clientX, clientY] = [left + random() * width, top + random() * height];
      it.dispatchEvent(new PointerEvent(kind, { clientX, clientY, buttons, pointerId: 1, pointerType: 'mouse', bubbles: true, composed: true, cancelable: true }));
    };
    return [
      ['slide', () => {
        const it = any('input[type=range]');
        if (!it) return '';
        const isCount = it.closest('[data-key=n]');
        it.value = isCount ? String(Number(it.max) * random() * 0.6) : String(Number(it.min) + (Number(it.max) - Number(it.min)) * random());
        fire(it, 'input');
        fire(it, 'change');
        return it.closest('[data-key]')?.dataset.key ?? 'range';
      }],
      ['type', () => {
        const it = any('input[type=number], input[type=text], input:not([type]), textarea');
        if (!it || it.readOnly) return '';
        const isCount = it.closest('[data-key=n]');
        const value = random() < 0.5 ? pick(NONSENSE) : String(isCount ? Math.floor(random() * MOST) : random() * 10 ** Math.floor(random() * 6 - 2));
        it.value = value;
        fire(it, 'input');
        fire(it, 'change');
        return `${it.closest('[data-key]')?.dataset.key ?? 'box'}=${value.slice(0, 40)}`;
      }],
      ['choose', () => {
        const it = any('select');
        if (!it?.options.length) return '';
        it.selectedIndex = Math.floor(random() * it.options.length);
        fire(it, 'change');
        return `${it.closest('[data-key]')?.dataset.key ?? 'menu'}=${it.value}`;
      }],
      ['press', () => {
        const it = any('button, summary, input[type=checkbox], input[type=radio]');
        it?.click();
        return it ? (it.textContent || it.value).slice(0, 40) : '';
      }],
      ['press', () => {
        const it = any('.set, .transport button, .player button, .cover button, .predict button');
        it?.click();
        return it ? it.textContent.slice(0, 40) : '';
      }],
      ['point', () => {
        const it = any('canvas');
        if (!it) return '';
        point(it, 'pointermove', 0);
        point(it, 'pointerdown', 1);
        for (let i = 0; i < 3; i++) point(it, 'pointermove', 1);
        point(it, 'pointerup', 0);
        if (random() < 0.5) point(it, 'pointerleave', 0);
        return 'canvas';
      }],
      ['key', () => {
        const it = any('canvas, input, select, button, summary') ?? document.body;
        const key = pick(KEYS);
        it.focus?.();
        for (let i = random() * 4; i > 0; i--) {
          it.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: random() < 0.3, ctrlKey: key === 'z', bubbles: true, composed: true, cancelable: true }));
        }
        return `${key} on ${it.localName}`;
      }],
      ['attribute', () => {
        const it = pick(all('ghm-figure').filter((figure) => !figure.hasAttribute('shared')));
        if (!it) return '';
        const key = pick(['bins', 'momentum', 'mu', 'data', 'n', 'losses', 'theme', 'lang', 'scale', 'controls', 'lock', 'text', 'pinned', 'name', 'question', 'cover', 'axes-with', 'step', 'outliers', 'hand', 'axis']);
        const value = key === 'name' ? pick(FIGURES) : key === 'lang' ? pick(['en', 'zh', 'xx']) : pick(NONSENSE);
        if (random() < 0.3) it.removeAttribute(key);
        else it.setAttribute(key, value);
        return `${key}=${value.slice(0, 40)}`;
      }],
      ['property', () => {
        const it = pick(all('ghm-figure').filter((figure) => figure.session));
        if (!it) return '';
        const key = pick(['bins', 'momentum', 'mu', 'gamma', 'step', 'batch', 'seed', 'delta', 'rbins', 'outliers', 'data', 'pinned', 'losses', 'state']);
        const value = random() < 0.5 ? pick(NONSENSE) : random() * 100;
        it[key] = value;
        return `${key}=${String(value).slice(0, 40)}`;
      }],
      ['hash', () => {
        const value = `${pick(['bins', 'mu', 'data', 'nonsense', 'pinned', 'step'])}=${encodeURIComponent(pick(NONSENSE))}`;
        location.hash = value;
        return value.slice(0, 60);
      }],
      ['message', () => {
        const value = pick([null, 3, 'x', { bins: 'y' }, { type: 'ghm', set: { bins: 1e9 } }, { ghm: 'set', values: { mu: [] } }, []]);
        postMessage(value, '*');
        return JSON.stringify(value);
      }],
      ['move', () => {
        const it = pick(all('ghm-figure, ghm-file').filter((figure) => figure.parentNode !== null && figure.getRootNode() === document));
        if (!it) return '';
        const { parentNode, nextSibling } = it;
        it.remove();
        parentNode.insertBefore(it, nextSibling);
        return it.localName;
      }],
      ['drop', () => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([pick(FILES)], pick(['a.csv', 'b.json', 'c.npy', 'd', 'e.csv.gz'])));
        dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        return 'a file';
      }],
      ['scroll', () => {
        scrollTo({ top: random() * document.documentElement.scrollHeight, behavior: 'instant' });
        return String(Math.round(scrollY));
      }],
    ];
  }

  /** Numbers that are none, in what the page computes. What a reader typed is repeated in notes, which may be anything. */
  function shown() {
    const text = all('output.live, .readout, .legend, .transport output, .present, .foot, .verdict, .scroll table').filter(seen);
    for (const it of text) {
      const found = /.{0,40}(\bNaN\b|\bundefined\b|\[object |\bInfinity\b).{0,40}/.exec(it.textContent);
      if (found) faults.push(`shown: ${found[0]} in ${it.className || it.localName}`);
    }
  }

  window.monkey = {
    async awake() {
      if (!document.querySelector('ghm-figure')) return;
      for (let i = 0; i < 600; i++) {
        if (document.querySelector('ghm-figure[data-state=live]')) break;
        await new Promise((done) => setTimeout(done, 50));
      }
      // All that comes alive as it is seen does so now, and is not taken for growth.
      for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
        scrollTo({ top, behavior: 'instant' });
        await frame();
      }
      scrollTo({ top: 0, behavior: 'instant' });
      await new Promise((done) => setTimeout(done, 300));
    },
    async act(seed, times) {
      const random = randomFrom(seed);
      const list = actions(random);
      for (let i = 0; i < times; i++) {
        const [name, act] = list[Math.floor(random() * list.length)];
        try {
          last.push(`${name} ${act()}`);
        } catch (error) {
          faults.push(`thrown at ${name}: ${error?.stack ?? error}`);
        }
        await frame();
        if (faults.length) break;
      }
      shown();
      return faults.length ? [...faults.splice(0), `after: ${last.slice(-times).join(' | ')}`] : [];
    },
    async rest() {
      for (const it of all('dialog[open]')) it.close();
      for (const it of all(':popover-open')) it.hidePopover();
      await new Promise((done) => setTimeout(done, 400));
    },
  };
})();
