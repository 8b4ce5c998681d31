// In React 19.

import type { Change, GhmFigure } from 'ghm-explainer/element';
import 'ghm-explainer/element';
import type {} from 'ghm-explainer/react';
import { useRef, useState } from 'react';

export function Lesson() {
  const figure = useRef<GhmFigure>(null);
  const [last, setLast] = useState<Change>();
  return (
    <>
      <ghm-figure
        ref={figure}
        key="weights"
        name="weights"
        bins={10}
        momentum="0.5"
        convention="paper"
        hand={[0.1, 0.9]}
        controls="bins,momentum"
        theme="dark"
        lang="zh"
        className="wide"
        shared
        onghm-change={({ detail }) => setLast(detail)}
        onghm-error={({ detail }) => console.log(detail.message.length)}
      >
        {last?.state}
      </ghm-figure>
      <button onClick={() => figure.current?.set({ bins: 20 })}>20 bins</button>
      {/* @ts-expect-error: there is no such figure */}
      <ghm-figure name="weight" />
      {/* @ts-expect-error: there is no such choice */}
      <ghm-figure convention="book" />
      {/* @ts-expect-error: not a number */}
      <ghm-figure bins="many" />
      {/* @ts-expect-error: there is no such knob */}
      <ghm-figure bin={10} />
      {/* @ts-expect-error: there is no such theme */}
      <ghm-figure theme="grey" />
      {/* @ts-expect-error: the event is no string */}
      <ghm-figure onghm-change={(event: string) => console.log(event)} />
    </>
  );
}
