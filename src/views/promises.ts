import { resultOf } from '../record/lookup.ts';
import type { ContenderInfo, PromiseResult, RunRecord } from '../record/schema.ts';
import { count, percent, whole } from './format.ts';

/** A promised rate of false alarms and what came of it, in words. */
export interface PromiseText {
  readonly contender: ContenderInfo;
  readonly by: string;
  readonly promised: string;
  /** With its interval, or `n/a (reason)`. */
  readonly measured: string;
  /** `11 of 7 893 rows, in 3 stretches`. */
  readonly counted: string;
  readonly verdict: PromiseVerdict;
}

/**
 * `kept`: the whole interval lies at or below the promise. `broken`: all of it lies above. `not refuted`: the promise lies
 * inside.
 */
export type PromiseVerdict = 'kept' | 'broken' | 'not refuted' | 'not measured';

const BY: Readonly<Record<PromiseResult['by'], string>> = {
  conformal: 'split conformal p-values',
  pot: 'a tail over a threshold',
};

export function promisesOf(record: RunRecord): PromiseText[] {
  return record.plan.contenders.flatMap((contender) => {
    const promise = resultOf(record, 'accuracy', contender.name)?.promise;
    return promise === undefined ? [] : [promiseText(contender, promise)];
  });
}

function promiseText(contender: ContenderInfo, promise: PromiseResult): PromiseText {
  const { alarms, rows, stretches, falseAlarmRate } = promise;
  const inStretches = alarms === 0 ? '' : `, in ${count(stretches, 'stretch', 'stretches')}`;
  return {
    contender,
    by: BY[promise.by],
    promised: percent(falseAlarmRate),
    measured: measuredText(promise),
    counted: `${whole(alarms)} of ${count(rows, 'row')}${inStretches}`,
    verdict: verdictOf(promise),
  };
}

function measuredText({ measured }: PromiseResult): string {
  if (measured.kind === 'undefined') return `n/a (${measured.reason})`;
  const { value, interval } = measured;
  return interval === undefined
    ? percent(value)
    : `${percent(value)} [${percent(interval.low)}, ${percent(interval.high)}]`;
}

function verdictOf({ measured, falseAlarmRate }: PromiseResult): PromiseVerdict {
  if (measured.kind === 'undefined' || measured.interval === undefined) return 'not measured';
  if (measured.interval.high <= falseAlarmRate) return 'kept';
  return measured.interval.low > falseAlarmRate ? 'broken' : 'not refuted';
}

/** One sentence: for views without room for a table. */
export function promiseSentence({ contender, by, promised, measured, counted, verdict }: PromiseText): string {
  return `${contender.name} promised to alert on ${promised} of quiet rows (${by}); measured ${measured}, ${counted}: ${verdict}`;
}

/** What stands above the table. */
export const PROMISES_ABOUT =
  'Share of quiet rows that score 1 or more, as promised and as measured on judged rows with no incident in reach. The interval counts alarms on neighbouring rows as one piece of evidence.';
