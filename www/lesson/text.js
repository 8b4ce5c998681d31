// What stands around lessons, in both languages: of the player. What only the builder says is in builder-text.js.

/** @import { Language } from '../types' */

const TEXTS = {
  en: {
    untitled: 'A lesson',
    step: 'Step {n} of {all}',
    end: 'Results',
    back: 'Back',
    next: 'Next',
    finish: 'To the results',
    again: 'Look again',
    hall: 'Full screen',
    score: '{right} of {judged} right at the first answer: {percent} %.',
    unjudged: 'Nothing here is right or wrong.',
    open: 'Not answered yet: {n}.',
    passed: 'Passed: at least {pass} % were needed.',
    failed: 'Not passed: at least {pass} % are needed.',
    completed: 'Completed.',
    question: 'Question',
    answer: 'Your answer',
    right: 'First answer',
    tries: 'Tries',
    yes: 'right',
    no: 'wrong',
    kept: 'not judged',
    none: 'no answer',
    save: 'Save the results',
    alone: 'This lesson runs by itself: your answers stay in this page, and nobody is told of them. Save the results at the end.',
    told: 'Your answers are kept by the course system.',
    untold: 'The course system did not take your answers ({reason}). They are kept in this page as long as it is open.',
    retry: 'Try again',
    review: 'You look back at a lesson that is over: nothing is reported any more.',
    shortened: 'The course system keeps only the beginning of your long answers.',
    broken: 'This lesson can’t be shown: {reason}',
  },
  zh: {
    untitled: '一节课',
    step: '第 {n} 步，共 {all} 步',
    end: '结果',
    back: '上一步',
    next: '下一步',
    finish: '查看结果',
    again: '再看一遍',
    hall: '全屏',
    score: '首次作答 {judged} 题中答对 {right} 题：{percent}%。',
    unjudged: '这节课没有判分的题目。',
    open: '尚未作答：{n} 题。',
    passed: '通过：要求至少 {pass}%。',
    failed: '未通过：要求至少 {pass}%。',
    completed: '已完成。',
    question: '题目',
    answer: '你的回答',
    right: '首次作答',
    tries: '次数',
    yes: '对',
    no: '错',
    kept: '不判分',
    none: '未作答',
    save: '保存结果',
    alone: '这节课独立运行：回答只留在本页，不会上报给任何人。请在结束时保存结果。',
    told: '你的回答由课程系统保存。',
    untold: '课程系统没有接收你的回答（{reason}）。只要本页不关闭，回答就还在。',
    retry: '重试',
    review: '你正在回看已结束的课程：不再上报任何内容。',
    shortened: '较长的回答，课程系统只能保存开头部分。',
    broken: '无法显示这节课：{reason}',
  },
};

/** @typedef {keyof typeof TEXTS.en} Key */
/** @typedef {(key: Key, values?: Record<string, string | number>) => string} Say */

/**
 * Gives texts by their keys, with `{name}` replaced by its value.
 * @template {string} Key
 * @param {Record<Key, string>} texts
 */
export function saying(texts) {
  return (/** @type {Key} */ key, /** @type {Record<string, string | number>} */ values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), texts[key]);
}

/**
 * @param {Language} lang
 * @returns {Say}
 */
export const lessonTexts = (lang) => saying(TEXTS[lang]);
