// The page of one lesson, which it carries itself: alone, or in a course system.

import '../ghm-figure.js';
import { make, reason } from '../dom.js';
import { lessonCrate } from './crate.js';
import { namedIn } from './named.js';
import { Player } from './player.js';
import { Report, findApi } from './scorm.js';
import { dress } from './style.js';
import { lessonTexts } from './text.js';
import { language } from '../attributes.js';

dress();

async function start() {
  const crate = await lessonCrate();
  const { lang } = document.documentElement;
  const read = JSON.parse(crate.readLesson(document.querySelector('#lesson')?.textContent ?? '', lang));
  const api = findApi();
  const named = await namedIn(read.lesson);
  const player = new Player(crate, read.lesson, api && new Report(api, crate), { alone: true, named });
  document.body.append(player.element);
}

start().catch((error) => {
  const text = lessonTexts(language(document.documentElement.lang));
  document.body.append(make('p', 'problem', text('broken', { reason: reason(error) })));
});
