// What a frame could not save: shown, so that the reader can copy it.

import { copyBox, open } from './dialog.js';
import { make } from './dom.js';
import { texts } from './embed-text.js';

/** Offers a file's text. */
export function offerText(figure, name, content) {
  const text = texts(figure.session.session.get('lang'));
  const { box, copy, said } = copyBox(text);
  box.value = content;
  box.rows = 14;
  open(figure, name, make('p', '', text('save')), copy, box, said);
  box.select();
}

/** Offers a canvas as a picture. */
export function offerPicture(figure, name, canvas) {
  const text = texts(figure.session.session.get('lang'));
  const picture = make('canvas');
  Object.assign(picture, { width: canvas.width, height: canvas.height });
  picture.getContext('2d').drawImage(canvas, 0, 0);
  open(figure, name, make('p', '', text('picture')), picture);
}
