import type { TimerFacts } from './clock.ts';
import type { TimedSide } from './sides.ts';

/** What a reader must know about the timer before believing the figures, a sentence each. */
export function timerWarnings(timer: TimerFacts, sides: readonly TimedSide[]): string[] {
  return sides.flatMap((side) => [...batchWarning(timer, side), ...doubtWarnings(side)]);
}

function batchWarning({ costNs }: TimerFacts, { name, batch }: TimedSide): string[] {
  if (batch === 1) return [];
  return [
    `${name}: too fast to time one by one; median, deviation, mean, drift and ratio are of means over ${batch} ` +
      `observes in a row. Percentiles and the largest are of single observes and hold about ${Math.round(costNs)} ns ` +
      'of timer each',
  ];
}

/** tinybench's own doubts (`zero-dominated`, `low-distinct`, `zero-mad`), by how many rounds they were raised in. */
function doubtWarnings({ name, batch, steady, single }: TimedSide): string[] {
  const timings =
    batch === 1
      ? [{ how: '', of: single }]
      : [
          { how: ' in batches', of: steady },
          { how: ' one by one', of: single },
        ];
  return timings.flatMap(({ how, of }) =>
    [...of.doubts].map(
      ([reason, rounds]) => `${name}${how}: tinybench reports ${reason} in ${rounds} of ${of.rounds.length} rounds`,
    ),
  );
}
