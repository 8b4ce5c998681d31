// Opens objects of the trainer's package, wherever the browser lets them run.

import { channelTo } from '../channel.js';

/** @import { Channel, Trainer } from '../types' */

/** @type {Record<string, () => Promise<Trainer>>} */
const TRAINERS = {
  'pkg/trainer/': () => import('../../pkg/trainer/trainer.js'),
  'pkg/trainer/scalar/': () => import('../../pkg/trainer/scalar/trainer.js'),
};

/**
 * Makes `new name(...args)` and a channel to it.
 * @template {'Training' | 'Twin'} Class
 * @param {Class} name
 * @param {ConstructorParameters<Trainer[Class]>} args
 * @returns {Promise<Channel<InstanceType<Trainer[Class]>>>}
 */
export async function open(name, ...args) {
  return openAfter(0, name, ...args);
}

/**
 * The same after so many of its like have died: where no worker stays alive, it runs in the page.
 * @template {'Training' | 'Twin'} Class
 * @param {number} deaths
 * @param {Class} name
 * @param {ConstructorParameters<Trainer[Class]>} args
 * @returns {Promise<Channel<InstanceType<Trainer[Class]>>>}
 */
export async function openAfter(deaths, name, ...args) {
  return channelTo('trainer', TRAINERS, name, args, { here: deaths > 1 });
}

/** After so many deaths it is given up. */
export const DEATHS = 3;
