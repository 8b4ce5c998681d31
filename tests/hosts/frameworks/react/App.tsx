// A figure whose bins are the page's state, of which it allows at most 40.

import type { GhmFigure } from 'ghm-explainer/element';
import 'ghm-explainer/element';
import type {} from 'ghm-explainer/react';
import { useRef, useState } from 'react';

const MOST = 40;

export function App() {
  const figure = useRef<GhmFigure>(null);
  const [bins, setBins] = useState(10);
  const changed = () => {
    const it = figure.current;
    if (it?.bins === undefined) return;
    const allowed = Math.min(it.bins, MOST);
    // A state that is the same again sets no prop: the figure is told.
    if (allowed !== it.bins) it.bins = allowed;
    setBins(allowed);
  };
  return (
    <>
      <button onClick={() => setBins(20)}>20 bins</button>
      <output>{bins}</output>
      <ghm-figure ref={figure} name="weights" bins={bins} controls="bins" onghm-change={changed}>Weights</ghm-figure>
    </>
  );
}
