// The part of a step's form that asks: none, a prediction of the article, or a question of the author's.

import { make } from '../dom.js';
import { check, choice, field, line, lines } from './fields.js';
import { SHOWS } from './step.js';

/** @import { Own } from '../question/spec.js' */
/** @import { Edit } from './step-form.js' */
/** @import { Named } from './results.js' */
/** @import { Say } from './builder-text.js' */
/** @import { Step } from './types' */

/** Stands for a question that isn't written yet: one without a text is no question. */
export const UNASKED = '…';

/** Names of numbers that figures quote; any other name of theirs can be typed. */
const VALUES = [
  'n', 'share.first', 'share.last', 'count.first', 'count.last', 'count.least', 'weight.first', 'weight.last', 'weight.greatest', 'weight.at.0.5',
  'density.at.0.5', 'exact.at.0.5', 'ratio.0.5.0.01', 'loss.ce', 'loss.ghm', 'loss.first', 'cold.factor', 'part.ce.first', 'part.ce.last',
  'part.focal.last', 'part.ghm.last', 'heard.first', 'heard.last', 'asl1.0.1', 'offset.last',
];

/** @param {Step} step */
function kindOf({ question }) {
  if (question === undefined) return 'none';
  if (typeof question === 'string') return 'prediction';
  return question.choices ? 'choice' : question.value !== undefined ? 'number' : 'text';
}

/**
 * @param {Step} step
 * @param {Named} named
 * @param {Say} text
 * @param {Edit} edit
 */
export function questionFields(step, named, text, edit) {
  const element = make('fieldset');
  element.append(make('legend', '', text('kind')));
  const kind = kindOf(step);
  /** @type {[string, string][]} */
  const kinds = [
    ['none', text('noQuestion')],
    ['prediction', text('prediction')],
    ['choice', text('choice')],
    ['number', text('number')],
    ['text', text('free_')],
  ];
  element.append(field(text('whichKind'), choice(kinds, kind, (to) => edit((it) => become(it, to), 'again'))));
  const { question } = step;
  if (question === undefined) return element;
  if (typeof question === 'string') {
    /** @type {[string, string][]} */
    const names = Object.values(named).map(({ name, ask }) => [name, ask]);
    element.append(field(text('which'), choice(names, question, (name) => edit((it) => predict(it, name), 'again'))));
  } else {
    element.append(...ownFields(question, text, (change) => edit((it) => typeof it.question === 'object' && change(it.question))));
  }
  if (step.figure || typeof question === 'string' || question.value !== undefined) {
    element.append(check(text('cover'), step.cover ?? false, (cover) => edit((it) => (it.cover = cover || undefined))));
  }
  return element;
}

/**
 * @param {Own} question
 * @param {Say} text
 * @param {(change: (question: Own) => void) => void} edit
 */
function ownFields(question, text, edit) {
  const asks = lines(question.ask === UNASKED ? '' : question.ask, 2, (ask) => edit((it) => (it.ask = ask.trim() || UNASKED)));
  asks.placeholder = text('askHint');
  const fields = [field(text('ask'), asks)];
  if (question.choices) {
    const written = question.choices.map((label, at) => (at === question.right ? `* ${label}` : label)).join('\n');
    const box = lines(written, 4, (value) => edit((it) => Object.assign(it, choicesOf(value, it))));
    box.placeholder = text('choicesHint');
    fields.push(field(text('choices'), box));
  }
  if (question.value !== undefined) {
    const input = line(question.value, (value) => edit((it) => (it.value = value.trim())));
    const list = make('datalist');
    list.id = 'quoted-numbers';
    list.append(...VALUES.map((value) => new Option(value, value)));
    input.setAttribute('list', list.id);
    const row = field(text('value'), input);
    const now = make('p', 'hint now');
    now.setAttribute('role', 'status');
    row.append(list, now);
    fields.push(row, field(text('within'), line(question.within ?? '5%', (within) => edit((it) => (it.within = within.trim() || undefined)))));
  }
  fields.push(field(text('why'), lines(question.why ?? '', 2, (why) => edit((it) => (it.why = why.trim() || undefined)))));
  return fields;
}

/**
 * The choices in a text: one a line, a star before the right one.
 * @param {string} value
 * @param {Own} before
 */
function choicesOf(value, before) {
  const given = value.split('\n').map((line) => line.trim()).filter(Boolean);
  const choices = given.map((line) => line.replace(/^\*\s*/, ''));
  if (choices.length < 2) return before;
  const right = given.findIndex((line) => line.startsWith('*'));
  return { choices, right: right < 0 ? undefined : right };
}

/**
 * Makes the step ask another kind of question, and keeps what fits.
 * @param {Step} step
 * @param {string} kind
 */
function become(step, kind) {
  const before = typeof step.question === 'object' ? step.question : undefined;
  const { ask = UNASKED, why } = before ?? {};
  if (kind === 'none') {
    step.question = step.cover = undefined;
    return;
  }
  if (kind === 'prediction') return predict(step, 'crowd');
  step.question = { ask, why };
  if (kind === 'choice') Object.assign(step.question, { choices: before?.choices ?? ['A', 'B'], right: before?.right ?? 0 });
  if (kind === 'number') {
    Object.assign(step.question, { value: 'weight.at.0.5', within: '5%' });
    step.figure ??= { name: 'weights' };
  }
}

/**
 * @param {Step} step
 * @param {string} name
 */
function predict(step, name) {
  step.question = name;
  step.figure = { name: SHOWS[name] ?? 'weights' };
  step.cover = true;
}
