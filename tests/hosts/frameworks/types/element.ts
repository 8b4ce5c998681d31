// The element's types: what must be taken, and, after `@ts-expect-error`, what must not.

import type { FrameMessage, GhmFigure, HostMessage, Settings } from 'ghm-explainer/element';
import 'ghm-explainer/element';

const figure: GhmFigure = document.createElement('ghm-figure');

figure.bins = 10;
figure.bins = '10';
figure.data = 'clean';
figure.data = new URLSearchParams(location.search).get('data') ?? 'noisy';
figure.hand = [0.1, 0.2];
figure.hand = '0.1,0.2';
figure.set({ bins: 10, mu: '0.04', data: 'early' });
const settings: Settings = { convention: 'paper' };
figure.set(settings);
const bins: number | undefined = figure.bins;
const data: 'noisy' | 'clean' | string | undefined = figure.value('data');
const doubled: number = (figure.value('mu') ?? 0) * 2;
console.log(bins, data, doubled, figure.figure === 'weights', figure.heading.length, (figure.room ??= 400));

figure.addEventListener('ghm-ready', () => figure.remove());
figure.addEventListener('ghm-change', ({ detail }) => console.log(detail.figure === 'asl1', detail.state.length));
document.addEventListener('ghm-error', ({ detail }) => console.log(detail.message.length));

addEventListener('message', ({ data }: MessageEvent<FrameMessage>) => {
  if (data.type === 'resize') console.log(data.height + 1);
  if (data.type === 'state') console.log(data.state.length, data.figure);
});
const message: HostMessage = { ghm: 1, type: 'set', values: { figure: 'asl1', mu: 0.1, theme: 'dark' } };
parent.postMessage(message, '*');

// @ts-expect-error: a number is no choice
figure.data = 5;
// @ts-expect-error: a list is no number
figure.bins = [1, 2];
// @ts-expect-error: it may not have been set
const known: number = figure.bins;
// @ts-expect-error: there is no such choice
console.log(known, figure.convention === 'book');
// @ts-expect-error: there is no such knob
figure.set({ bin: 10 });
// @ts-expect-error: there is no such knob
figure.value('bin');
// @ts-expect-error: it can't be set
figure.heading = 'A title';
// @ts-expect-error: the detail has no such part
figure.addEventListener('ghm-change', ({ detail }) => console.log(detail.bins));
// @ts-expect-error: a frame has no such message
const wrong: HostMessage = { ghm: 1, type: 'state' };
console.log(wrong);
