// The contents move along: they mark the section that is being read.

import { show } from './dom.js';

/** Follows the reader through the sections. */
export function followReader() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll('.contents a');
  const where = document.querySelector('.foot .where');
  const contents = /** @type {HTMLElement} */ (document.querySelector('.contents'));
  const mark = (/** @type {Element} */ section) => {
    links.forEach((link, i) => {
      if (link.hash !== `#${section.id}`) return link.removeAttribute('aria-current');
      link.setAttribute('aria-current', 'true');
      if (where) show(where, `${i + 1} ${link.textContent}`);
    });
  };
  // A section is being read while it crosses a line in the upper third of the window.
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) mark(target);
    },
    { rootMargin: '-30% 0px -70% 0px' },
  );
  for (const section of document.querySelectorAll('main > section')) watch.observe(section);
  // On a phone the bar at the bottom begins with the article, and shows once all of it has room.
  const [article, foot] = ['.article', '.foot'].map((it) => /** @type {HTMLElement} */ (document.querySelector(it)));
  new IntersectionObserver(([{ isIntersecting }]) => foot.classList.toggle('early', !isIntersecting), { rootMargin: '0px 0px -54px' }).observe(article);
  contents.addEventListener('click', () => contents.matches(':popover-open') && contents.hidePopover());
}
