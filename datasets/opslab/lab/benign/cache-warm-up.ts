import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';
import { CATEGORIES, PAGES } from '../shop/settings.ts';

/** Pages asked for per second: about as many as expire by themselves, three times over. */
const PAUSE_MS = 100;

export const CACHE_WARM_UP: Benign = {
  kind: 'cache-warm-up',
  what: 'a job asks for every catalogue page, ten a second, so that the cache holds them',
  lengthS: [24, 30],
  hours: [0, 9],
  happen: async (lab, untilMs) => {
    for (let i = 0; i < CATEGORIES * PAGES && Date.now() < untilMs; i++) {
      const path = `/catalogue?category=${i % CATEGORIES}&page=${Math.floor(i / CATEGORIES)}`;
      const response = await fetch(`http://127.0.0.1:${lab.ports.nginx}${path}`);
      await response.arrayBuffer();
      await sleep(PAUSE_MS);
    }
  },
};
