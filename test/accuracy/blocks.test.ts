import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBlocks, splitIntoBlocks } from '../../src/accuracy/blocks.ts';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { METRICS } from '../../src/accuracy/metrics.ts';
import { countedRows } from '../../src/accuracy/stretch.ts';
import { judgedArbitrary, judgedScene, MINUTE_MS, rowsOf, START_MS } from './judged.ts';

const blockMsArbitrary = fc.constantFrom(1, 3, 10, 40, 1000).map((rows) => rows * MINUTE_MS);
const SEEDED = { seed: 20250106, numRuns: 200 };

describe('cutting a recording into stretches', () => {
  it('the stretches count every row, incident, look-alike and alert exactly once', () => {
    fc.assert(
      fc.property(judgedArbitrary, blockMsArbitrary, (judged, blockMs) => {
        const blocks = splitIntoBlocks(judged, { blockMs });
        const edges = blocks.map(countedRows);
        expect(edges[0]!.from).toBe(judged.fromRow);
        expect(edges.at(-1)!.to).toBe(judged.timestampsMs.length);
        edges.slice(1).forEach(({ from }, i) => {
          expect(from).toBe(edges[i]!.to);
        });
        for (const key of ['incidents', 'benign', 'alerts'] as const) {
          const shared = blocks.flatMap((block): readonly object[] => block[key]);
          expect(new Set(shared)).toEqual(new Set<object>(judged[key]));
          expect(shared).toHaveLength(judged[key].length);
        }
      }),
      SEEDED,
    );
  });

  it('no cut goes through an incident or a look-alike', () => {
    fc.assert(
      fc.property(judgedArbitrary, blockMsArbitrary, (judged, blockMs) => {
        for (const { from } of splitIntoBlocks(judged, { blockMs }).map(countedRows).slice(1)) {
          const [before, after] = [judged.timestampsMs[from - 1]!, judged.timestampsMs[from]!];
          for (const { startMs, endMs } of [...judged.incidents, ...judged.benign]) {
            expect(startMs <= before && after <= endMs).toBe(false);
          }
        }
      }),
      SEEDED,
    );
  });

  it('the cuts are the same whatever was alerted', () => {
    fc.assert(
      fc.property(judgedArbitrary, blockMsArbitrary, (judged, blockMs) => {
        const silent = { ...judged, alerts: [], scores: judged.scores.map(() => 0) };
        const cuts = (one: typeof judged) => splitIntoBlocks(one, { blockMs }).map(countedRows);
        expect(cuts(silent)).toEqual(cuts(judged));
      }),
      SEEDED,
    );
  });

  it.each(METRICS.map((metric) => [metric.card.id, metric] as const))(
    '%s of the stretches is that of the whole',
    (_, metric) => {
      fc.assert(
        fc.property(judgedArbitrary, blockMsArbitrary, (judged, blockMs) => {
          const whole = computeMetric(metric, [judged]);
          const cut = computeMetric(metric, splitIntoBlocks(judged, { blockMs }));
          expect(cut.kind).toBe(whole.kind);
          if (cut.kind === 'defined' && whole.kind === 'defined') expect(cut.value).toBeCloseTo(whole.value, 9);
        }),
        SEEDED,
      );
    },
  );

  it('an alert that runs over a cut belongs to the stretch where it begins and is up in both', () => {
    const judged = judgedScene({ scores: rowsOf('...####...') });
    const [first, second] = splitIntoBlocks(judged, { blockMs: 5 * MINUTE_MS });
    expect([first!.alerts.length, second!.alerts.length]).toEqual([1, 0]);
    const timeInAlarm = METRICS.find(({ card }) => card.id === 'time-in-alarm')!;
    expect(computeMetric(timeInAlarm, [second!])).toEqual({ kind: 'defined', value: 2 / 5 });
  });
});

describe('choosing blocks', () => {
  const recordingOfHours = (hours: number, id: string) => judgedScene({ scores: new Array(hours * 60).fill(0), id });

  it('ten recordings are ten blocks', () => {
    const recordings = Array.from({ length: 10 }, (_, i) => recordingOfHours(1, `r${i}`));
    expect(chooseBlocks(recordings)).toEqual({ blocks: recordings, blockMs: null });
  });

  it.each([
    [20 * 7 * 24, 168],
    [14 * 24, 12],
    [24, 1],
    [5, 1],
    [2, 1],
  ])('one recording of %i hours is cut into stretches of %i hours', (hours, blockHours) => {
    const { blocks, blockMs } = chooseBlocks([recordingOfHours(hours, 'one')]);
    expect(blockMs).toBe(blockHours * 60 * MINUTE_MS);
    expect(blocks).toHaveLength(hours / blockHours);
  });

  const recordingOfSeconds = (seconds: number, stepS: number, id: string) => {
    const timestampsMs = Array.from({ length: seconds / stepS }, (_, row) => START_MS + row * stepS * 1000);
    return judgedScene({ scores: timestampsMs.map(() => 0), timestampsMs, id });
  };

  it.each([
    [10, 1, 60],
    [6, 1, 30],
    [3, 1, 15],
    [2, 1, 10],
    [1, 1, 5],
    [0.5, 1, 5],
    [1, 10, 10],
    [1, 30, 30],
  ])(
    'two recordings of %d hours with a row every %i s are cut into stretches of %i minutes',
    (hours, stepS, minutes) => {
      const { blocks, blockMs } = chooseBlocks(['a', 'b'].map((id) => recordingOfSeconds(hours * 3600, stepS, id)));
      expect(blockMs).toBe(minutes * MINUTE_MS);
      expect(blocks).toHaveLength((2 * hours * 60) / minutes);
    },
  );
});
