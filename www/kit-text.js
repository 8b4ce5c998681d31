// Texts of what is loaded after the first figure lives, in both languages: A and B, links, undo.

/** @import { Language } from './types' */

/** @type {Record<Language, Record<string, string>>} */
const TEXT = {
  en: {
    pin: 'Pin as A',
    repin: 'Pin these as A',
    swap: 'Swap A and B',
    unpin: 'Unpin A',
    pinned: 'A, pinned',
    now: 'B, now',
    same: 'In this figure A and B are the same.',
    untrained: 'Nothing was trained or measured here under A.',
    settings: 'From A to B: {list}.',
    setting: '{label} {a} → {b}',
    between: ', ',
    greatest: 'Most different in “{panel}”: {name} at {along} = {x}, {a} in A, {b} in B.',
    fill: 'Full screen',
    undo: 'Undo',
    redo: 'Redo',
    linkArticle: 'Copy link to the article',
    linkFigure: 'Copy link to this figure',
    openArticle: 'Open the article like this',
    copied: 'Copied: {link}',
    isCopied: 'Copied',
    notCopied: 'The browser would not copy. The link: {link}',
    noAxes: 'axes-with={id} names no other figure of this page that shows the same.',
  },
  zh: {
    pin: '固定为 A',
    repin: '把当前设置固定为 A',
    swap: '交换 A 与 B',
    unpin: '取消固定 A',
    pinned: 'A（已固定）',
    now: 'B（当前）',
    same: '在此图中，A 与 B 相同。',
    untrained: '此处尚未在 A 的设置下训练或测量。',
    settings: '从 A 到 B：{list}。',
    setting: '{label} {a} → {b}',
    between: '，',
    greatest: '“{panel}”中差别最大处：{along} = {x} 时的{name}，A 为 {a}，B 为 {b}。',
    fill: '全屏显示',
    undo: '撤销',
    redo: '重做',
    linkArticle: '复制文章链接',
    linkFigure: '复制此图链接',
    openArticle: '以当前设置打开文章',
    copied: '已复制：{link}',
    isCopied: '已复制',
    notCopied: '浏览器不允许复制，链接为：{link}',
    noAxes: 'axes-with={id} 没有指向本页中另一张相同的图。',
  },
};

/**
 * A function from keys to texts of a language, with `{name}` replaced by its value. It throws for a key without text.
 * @param {Language} lang
 */
export function texts(lang) {
  return (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) => {
    const text = TEXT[lang][key];
    if (!text) throw new Error(`there is no text ${key} in ${lang}`);
    return Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, () => value), text);
  };
}
