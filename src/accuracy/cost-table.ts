import { type Fault, throwIfAny } from '../faults.ts';

/** What mistakes cost, in whatever unit the reader thinks in. None is below zero. */
export interface CostTable {
  /** An incident nobody was paged for. */
  readonly missedIncident: number;
  /** A page that belongs to no incident. */
  readonly falsePage: number;
  /** Each page of an incident after its first. */
  readonly repeatedPage: number;
  /** Each hour from the start of an incident to its first page; for a missed one, to its end. */
  readonly undetectedHour: number;
}

/** A starting point only: a miss weighs as much as ten false pages, and a page again for the same thing a fifth of one. */
export const DEFAULT_COSTS: CostTable = { missedIncident: 10, falsePage: 1, repeatedPage: 0.2, undetectedHour: 1 };

export const COST_NAMES = Object.keys(DEFAULT_COSTS) as readonly (keyof CostTable)[];

/** @throws InputError `metric/cost` for every cost that is not a finite number from 0 */
export function assertCosts(costs: CostTable): void {
  const faults: Fault[] = COST_NAMES.filter((name) => !(costs[name] >= 0 && costs[name] < Infinity)).map((name) => ({
    code: 'metric/cost',
    message: `the cost ${name} is a number from 0, got ${costs[name]}`,
  }));
  throwIfAny(faults);
}
