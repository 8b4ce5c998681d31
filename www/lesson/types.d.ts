// What goes between the lesson's scripts and its crate, as JSON.

import type { Own } from '../question/spec.js';
import type { Language } from '../types';

export interface FigureStep {
  name: string;
  /** Knobs as a query string. */
  state?: string;
  /** As the attribute `controls` takes them; without it the figure's own. */
  controls?: string;
}

export interface Step {
  /** Markdown. */
  text?: string;
  figure?: FigureStep;
  /** A prediction of the article by its name, or a question of one's own. */
  question?: string | Own;
  cover?: boolean;
}

export interface Lesson {
  ghm_lesson: number;
  title: string;
  lang: Language;
  /** The least percentage to pass, if it can be failed. */
  pass?: number;
  steps: Step[];
}

export interface Given {
  step: number;
  answer: string;
  right: boolean | null;
  /** Whether the first answer was right, which counts. */
  first: boolean | null;
  tries: number;
  state: string;
}

export interface Score {
  right: number;
  judged: number;
  percent: number;
  open: number;
}

/** What a run-time is told of an answer. */
export interface Interaction {
  id: string;
  type: string;
  response: string;
  result: string;
}

/** An element as the crate makes it of Markdown: its name, perhaps attributes, what is in it. */
export type Node = string | [name: string, ...(Record<string, string> | Node)[]];

/** The run-time of a course system, by SCORM 1.2. */
export interface ScormApi {
  LMSInitialize(empty: ''): string;
  LMSFinish(empty: ''): string;
  LMSGetValue(key: string): string;
  LMSSetValue(key: string, value: string): string;
  LMSCommit(empty: ''): string;
  LMSGetLastError(): string;
  LMSGetErrorString?(code: string): string;
}
