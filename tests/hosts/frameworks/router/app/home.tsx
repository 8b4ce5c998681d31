// A page that imports the element's module where it is rendered: on the server, and then in the browser.

import type { Change } from 'ghm-explainer/element';
import 'ghm-explainer/element';
import type {} from 'ghm-explainer/react';
import { useState } from 'react';

export default function Home() {
  const [bins, setBins] = useState(10);
  const [change, setChange] = useState<Change>();
  return (
    <main>
      <button onClick={() => setBins(20)}>20 bins</button>
      <output>{change?.state}</output>
      <ghm-figure name="weights" bins={bins} controls="bins" onghm-change={({ detail }) => setChange(detail)}>Weights</ghm-figure>
    </main>
  );
}
