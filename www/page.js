// The article around the figures: the dock of knobs, phrases that set knobs,
// and the address that holds the state.

import './ghm-figure.js';
import './ghm-file.js';
import { control } from './controls.js';
import { show } from './dom.js';
import { RESTS, Shared } from './session.js';

const DOCK = ['bins', 'momentum', 'mu', 'data', 'step', 'axis'];
const MORE = ['gamma', 'delta', 'trained', 'rbins', 'convention', 'start', 'empty', 'edge', 'scope', 'paper', 'mask', 'n', 'seed'];

// Numbers that take a walk through all examples.
const COSTLY = ['loss.exact'];

const dock = document.querySelector('.dock');
const notes = document.querySelector('.notes');

start().catch(() => {
  // The figures themselves say why they stand still.
  dock?.remove();
});

async function start() {
  const shared = await Shared.page;
  shared.problem = say;
  if (shared.notes.length) say(shared.notes.join(' '));
  fillDock(shared);
  const prose = following([...phrases(shared), ...quotations(shared)]);
  const predictions = [...document.querySelectorAll('form.predict')].map((form) => prediction(shared, form));
  const knobs = [...dock.querySelectorAll('.knob')];
  for (const knob of knobs) knob.refresh();
  const symbols = new Map(shared.session.knobs().map(({ key, symbol }) => [key, symbol]));
  const summary = dock.querySelector('summary');
  shared.add({
    tell() {
      for (const knob of knobs) if (!knob.closest('details:not([open])')) knob.refresh();
      predictions.forEach((refresh) => refresh());
      prose.tell();
      show(summary, ['bins', 'momentum', 'mu'].map((key) => `${symbols.get(key)} ${shared.session.shown(key)}`).join('  ·  '));
    },
    // The address and what nobody sees follow when a movement ends.
    settle() {
      for (const knob of knobs) knob.refresh();
      prose.settle();
      remember(shared.session.query());
    },
  });
  skipUnseen();
}

/**
 * Out of sight, sections are neither laid out nor painted: a frame has no time for an article. The
 * heights they had stand in for them, so each has to be laid out once at every width.
 */
function skipUnseen() {
  const { classList } = document.documentElement;
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => classList.add('skips'), RESTS);
  };
  addEventListener('resize', () => {
    classList.remove('skips');
    later();
  });
  later();
}

/** What follows the state in the prose: at once in sections that are in view, elsewhere when a movement ends. */
function following(parts) {
  const inView = new Set();
  // A hundred elements watched would cost a part of every frame.
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView[isIntersecting ? 'add' : 'delete'](target);
  });
  for (const part of parts) {
    part.section = part.element.closest('section') ?? document.body;
    watch.observe(part.section);
  }
  return {
    tell: () => parts.forEach(({ section, costly, act }) => !costly && inView.has(section) && act()),
    settle: () => parts.forEach(({ act }) => act()),
  };
}

/** Numbers in the prose. */
function quotations(shared) {
  return [...document.querySelectorAll('output[data-quote]')].map((element) => {
    const key = element.dataset.quote;
    return { element, costly: COSTLY.includes(key), act: () => show(element, shared.session.quote(key) ?? '–') };
  });
}

function fillDock(shared) {
  const box = dock.querySelector('details');
  const wide = matchMedia('(min-width: 1081px)');
  const fit = () => (box.open = wide.matches);
  wide.addEventListener('change', fit);
  fit();
  const more = document.createElement('details');
  more.appendChild(document.createElement('summary')).textContent = shared.text('More');
  more.append(...MORE.map((key) => control(shared, key)));
  const reset = document.createElement('button');
  reset.type = 'button';
  reset.textContent = shared.text('Reset');
  reset.addEventListener('click', () => {
    for (const { key } of shared.session.knobs()) if (key !== 'lang') shared.set(key, shared.standard(key));
  });
  const actions = document.createElement('div');
  actions.className = 'actions';
  actions.append(reset);
  box.append(...DOCK.map((key) => control(shared, key)), more, actions);
  dock.hidden = false;
}

function phrases(shared) {
  return [...document.querySelectorAll('.set')].map((button) => ({ element: button, act: phrase(shared, button) }));
}

/** A phrase sets knobs; pressed again, it puts back what it changed. */
function phrase(shared, button) {
  const wanted = [...new URLSearchParams(button.dataset.set)];
  const holds = () => wanted.every(([key, value]) => shared.session.get(key) === value);
  let before = null;
  button.type = 'button';
  button.addEventListener('click', () => {
    const back = holds() && before;
    if (!back) before = wanted.map(([key]) => [key, shared.session.get(key)]);
    for (const [key, value] of back || wanted) shared.set(key, value);
    if (back) before = null;
    refresh();
  });
  let pressed;
  const refresh = () => {
    if (pressed !== (pressed = holds())) button.setAttribute('aria-pressed', pressed);
  };
  return refresh;
}

/** The reader answers before the figure does; what is right follows from the live state. */
function prediction(shared, form) {
  const verdict = form.querySelector('.verdict');
  const guess = form.querySelector('input[type=range]');
  const echo = form.querySelector('output');
  if (guess && echo) {
    echo.textContent = guess.value;
    guess.addEventListener('input', () => (echo.textContent = guess.value));
  }
  let waiting = false;
  const judge = (event) => {
    event?.preventDefault();
    const answer = new FormData(form).get(guess ? guess.name : 'answer');
    if (answer === null) return;
    const judged = shared.session.predict(form.dataset.predict, answer);
    waiting = !judged;
    if (waiting) {
      // What decides is being computed.
      delete form.dataset.right;
      show(verdict, verdict.dataset.waiting ?? '');
      if (event) shared.mark();
      return;
    }
    const label = form.querySelector(`input[value="${judged.answer}"]`)?.parentElement.textContent.trim();
    form.dataset.right = judged.right ? 'yes' : 'no';
    verdict.textContent = (judged.right ? verdict.dataset.right : verdict.dataset.wrong)
      .replaceAll('{value}', judged.value)
      .replaceAll('{answer}', label ?? '');
  };
  form.addEventListener('submit', judge);
  if (!guess) form.addEventListener('change', judge);
  return () => waiting && judge();
}

// The address follows the state, where the host lets it.
function remember(query) {
  const kept = query.split('&').filter((pair) => pair && !pair.startsWith('lang=')).join('&');
  try {
    history.replaceState(null, '', `${location.pathname}${kept && `?${kept}`}${location.hash}`);
  } catch {
    // A sandboxed frame has no history to write.
  }
  for (const link of document.querySelectorAll('a[data-keeps-state]')) {
    link.search = kept;
  }
}

function say(text) {
  notes.textContent = text;
}
