// What is said in a figure whose engine has ended, and the button that starts it again.

import { reason } from '../dom.js';

/** @import { Session } from '../session.js' */
/** @import { Language } from '../types' */
/** @import { Notes } from './notes.js' */

/** @type {Record<Language, { ended: string, again: string, reload: string, failed: string }>} */
const TEXT = {
  en: {
    ended: 'The computation stopped midway ({why}). Most likely this browser has no more memory for the page. Nothing follows the knobs until you start it again, as it was before the last change.',
    again: 'Start again',
    failed: 'It could not be started again: {why}.',
    reload: 'Load the page again',
  },
  zh: {
    ended: '计算中途停止（{why}），多半是浏览器没有更多内存可用。重新启动之前，图不再随旋钮变化；重新启动后恢复到最近一次改动之前的设置。',
    again: '重新启动',
    failed: '未能重新启动：{why}。',
    reload: '重新加载页面',
  },
};

/**
 * @param {Notes} notes
 * @param {Session} session
 * @param {() => Promise<void>} start
 */
export function offerAgain(notes, session, start) {
  const text = TEXT[session.language];
  notes.offer(text.ended.replace('{why}', session.ended), text.again, async () => {
    try {
      await start();
    } catch (error) {
      // Where the address holds the state, it is kept.
      notes.offer(text.failed.replace('{why}', reason(error)), text.reload, () => location.reload());
    }
  });
}
