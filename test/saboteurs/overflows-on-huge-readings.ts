import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Adds a trace of the squared readings, which leave the double range from 1.3e154 on. */
export const overflowsOnHugeReadings = (): Contender =>
  withSession('overflows-on-huge-readings', (session) => ({
    observe: (at) => {
      const energy = at.values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value * value), 0);
      return rescored(session.observe(at), (score) => score + energy * 1e-300);
    },
  }));
