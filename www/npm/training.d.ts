/** An object of `trainer/trainer.js` that works in a worker where one may start, else in the page, in slices. */
export interface Channel {
  /** Where it works. */
  readonly where: 'worker' | 'blob' | 'page';
  /** Calls a method; calls are answered in turn. */
  call(method: string, ...args: unknown[]): Promise<unknown>;
  /** Ends it. */
  close(): void;
}

/** Makes `new name(...args)`, such as `Training`. */
export function open(name: string, ...args: unknown[]): Promise<Channel>;
