// Reads a file in the page, some times. Notes the longest task of the page's thread, as Chromium reports those of 50 ms
// and more; and the longest wait for a message to itself, which is shorter where there was none, and longer where other
// programs have the processor.
const wait = async (test) => {
    for (let i = 0; i < 30000; i++) {
        const found = test();
        if (found) return found;
        await new Promise((done) => setTimeout(done, 4));
    }
    throw new Error(`waited in vain for ${test}`);
};
const host = await wait(() => document.querySelector('ghm-file input')?.closest('ghm-file'));
const session = await wait(() => document.querySelector('ghm-figure[shared]')?.session);
// The hero's engine goes when the whole one comes.
await session.whole;
const { engine } = session;
await wait(() => !engine.partial());
const bytes = await (await fetch(`bench/${name}`)).blob();
const file = new File([bytes], name);
const pause = () => new Promise((done) => setTimeout(done, 500));
const [times, tasks, waits] = [[], [], []];
for (let round = 0; round <= rounds; round++) {
    await pause();
    let [longest, waited, last, beats] = [0, 0, performance.now(), true];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        const now = performance.now();
        waited = Math.max(waited, now - last);
        last = now;
        // Not at once, which would keep a processor busy.
        if (beats) setTimeout(() => port2.postMessage(0), 1);
    };
    const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: 'longtask' });
    port2.postMessage(0);
    const start = performance.now();
    const data = new DataTransfer();
    data.items.add(file);
    const input = host.querySelector('input[type=file]');
    input.files = data.files;
    host.querySelector('.message').textContent = '';
    input.dispatchEvent(new Event('change'));
    await wait(() => host.querySelector('.message').textContent.includes('is read') && !host.querySelector('.under-way'));
    const time = performance.now() - start;
    // The figures in view are drawn, and the prose follows.
    await pause();
    await pause();
    beats = false;
    observer.disconnect();
    // The first round also loads and compiles the reader.
    if (round > 0) times.push(time);
    tasks.push(longest);
    waits.push(waited);
}
return { times, tasks, waits };
