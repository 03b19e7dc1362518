import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertPolicy, raiseAlerts } from '../../src/replay/alert-policy.ts';
import type { ScoreTrace } from '../../src/replay/score-trace.ts';

const MINUTE = 60_000;
const plain: AlertPolicy = { threshold: 1, clearBelow: 1, holdMs: 0, keepMs: 0, cooldownMs: 0 };

/** One character a row, a minute apart: `.` quiet (0), `-` warm (0.7), `#` over (2), `?` abstained. */
function trace(picture: string): ScoreTrace {
  const scores = Float64Array.from(picture, (c) => ({ '.': 0, '-': 0.7, '#': 2, '?': Number.NaN })[c]!);
  return {
    recordingId: 'r',
    timestampsMs: Float64Array.from(scores, (_, row) => row * MINUTE),
    scores,
    abstentions: Array.from(scores, (score) => (Number.isNaN(score) ? 'no reading' : undefined)),
    causes: Array.from(scores, () => []),
  };
}

const spans = (picture: string, policy: Partial<AlertPolicy> = {}, fromRow = 0) =>
  raiseAlerts(trace(picture), { ...plain, ...policy }, fromRow).map((alert) =>
    alert.spans.map(({ startRow, endRow }) => `${startRow}-${endRow}`).join('+'),
  );

describe('raising alerts', () => {
  it('covers exactly the rows that are over, both ends included', () => {
    expect(spans('..##.#..')).toEqual(['2-3', '5-5']);
  });

  it('is over at the threshold itself', () => {
    expect(spans('.#.', { threshold: 2, clearBelow: 2 })).toEqual(['1-1']);
    expect(spans('.#.', { threshold: 2.0000001, clearBelow: 2 })).toEqual([]);
  });

  it('holds: up only after being over for the hold time, and not a row earlier', () => {
    expect(spans('.###...', { holdMs: 2 * MINUTE })).toEqual(['3-3']);
    expect(spans('.##.##.', { holdMs: 2 * MINUTE })).toEqual([]);
  });

  it('clears below its own limit, not below the threshold', () => {
    expect(spans('.#--.#', { clearBelow: 0.5 })).toEqual(['1-3', '5-5']);
  });

  it('keeps firing for the keep time after it last was hot', () => {
    expect(spans('.#..#....', { keepMs: 3 * MINUTE })).toEqual(['1-7']);
    expect(spans('.#....', { keepMs: 3 * MINUTE })).toEqual(['1-4']);
  });

  it('joins what comes back within the cool-down into the same page, gap left out', () => {
    expect(spans('#...#....#', { cooldownMs: 4 * MINUTE })).toEqual(['0-0+4-4', '9-9']);
    expect(spans('#...#', { cooldownMs: 3 * MINUTE })).toEqual(['0-0', '4-4']);
  });

  it('lets an abstained row change nothing: no start, no end, no reset of a hold', () => {
    expect(spans('?#??#?.')).toEqual(['1-5']);
    expect(spans('.#?#', { holdMs: 2 * MINUTE })).toEqual(['3-3']);
    expect(spans('???')).toEqual([]);
  });

  it('does not report a page that started before the first row that counts, nor what its cool-down silences', () => {
    expect(spans('.#..#....#', { cooldownMs: 3 * MINUTE }, 3)).toEqual(['9-9']);
  });

  it('names the causes of its worst row', () => {
    const it = trace('.##.');
    it.scores[2] = 9;
    const cause = { source: 'rule', channel: null, observed: 9, limit: 1, share: null, text: 'far over' };
    const causes = it.causes.map((_, row) => (row === 2 ? [cause] : []));
    const [alert] = raiseAlerts({ ...it, causes }, plain);
    expect(alert).toMatchObject({ peakScore: 9, peakRow: 2, causes: [cause] });
  });
});

describe('laws of alerts', () => {
  const pictures = fc.string({ unit: fc.constantFrom('.', '-', '#', '?'), minLength: 0, maxLength: 60 });
  const minutes = fc.integer({ min: 0, max: 8 }).map((amount) => amount * MINUTE);
  const policies = fc.record({ holdMs: minutes, keepMs: minutes, cooldownMs: minutes });

  it('spans never overlap and stand in time order', () => {
    fc.assert(
      fc.property(pictures, policies, (picture, policy) => {
        const all = raiseAlerts(trace(picture), { ...plain, clearBelow: 0.5, ...policy }).flatMap(({ spans }) => spans);
        return all.every((span, i) => span.startRow <= span.endRow && (i === 0 || span.startRow > all[i - 1]!.endRow));
      }),
    );
  });

  it('what comes later never changes a span that has already ended', () => {
    fc.assert(
      fc.property(pictures, pictures, policies, (past, future, policy) => {
        const full = { ...plain, ...policy };
        const alone = raiseAlerts(trace(past), full).flatMap(({ spans }) => spans);
        const together = raiseAlerts(trace(past + future), full).flatMap(({ spans }) => spans);
        const ended = alone.filter(({ endRow }) => endRow < past.length - 1);
        expect(together.slice(0, ended.length)).toEqual(ended);
      }),
    );
  });

  it('a longer cool-down never means more pages', () => {
    fc.assert(
      fc.property(pictures, policies, minutes, (picture, policy, more) => {
        const pages = (cooldownMs: number) => raiseAlerts(trace(picture), { ...plain, ...policy, cooldownMs }).length;
        return pages(policy.cooldownMs + more) <= pages(policy.cooldownMs);
      }),
    );
  });
});
