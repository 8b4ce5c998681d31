// Sizes in style sheets of figures.

/**
 * A style sheet in which a size may have the unit `u`. In the pages of this site that is a sixteenth of a rem, so that
 * a reader's larger text enlarges figures too: they set `--ghm-px`. In a page of somebody else it is a pixel, whatever
 * that page has made of the rem.
 * @param {string} css
 */
export const scaled = (css) => css.replace(/(-?[\d.]+)u\b/g, 'calc($1 * var(--px))');
