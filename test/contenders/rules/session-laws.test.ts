import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { rulesContender } from '../../../src/contenders/rules/contender.ts';
import { parseRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { type Recording, sliceRows } from '../../../src/telemetry/recording.ts';
import { noise, recording } from './watching.ts';

/** One rule of every kind and signal. */
const EVERY_KIND = `version: 1
name: every-kind
rules:
  - { name: high, kind: static, channel: a, above: 120, clearBelow: 110, for: 10m, bridge: 10m }
  - { name: low, kind: static, channel: "*", below: 60, combine: all }
  - { name: grouped, kind: static, channel: "*", above: 110, combine: { atLeast: 2, within: 10m }, group: { of: { both: ["*"], one: [a, b] } } }
  - { name: moving, kind: rate-of-change, channel: "*", over: 30m, rise: 60, fall: 60 }
  - { name: band, kind: seasonal-band, channel: "*", season: [1d, 1w], slot: 1h, width: 4, for: 5m }
  - { name: chart, kind: ewma, channel: "*", limit: 4, minReadings: 5 }
  - { name: swings, kind: ewma, channel: "*", of: change, sides: size, unlessSeen: { times: 1 } }
  - { name: level, kind: ewma, channel: "*", of: { signal: level-shift, recent: 1h, before: 4h }, sides: size }
  - { name: season, kind: ewma, channel: "*", of: { signal: seasonal-residual, season: [1d, 1w], slot: 1h } }
  - { name: drift, kind: cusum, channel: "*", of: seasonal-residual, limit: 3 }
  - { name: nelson, kind: nelson, channel: "*", of: value, point: 10m, minPoints: 5 }
  - { name: nelson-of-season, kind: nelson, channel: a, tests: [2], sides: above, bridge: 5m }
  - { name: burn, kind: burn-rate, channel: a, total: b, objective: 0.9, windows: [{ long: 30m, short: 10m, burn: 2 }] }
  - { name: burn-share, kind: burn-rate, channel: b, counts: good, objective: 0.5 }
  - { name: flat, kind: flatline, channel: "*", after: 20m, timesUsual: 1.5, bridge: 5m }
  - { name: gone, kind: absence, channel: "*", after: 20m, timesUsual: 2 }
  - { name: past, kind: history, channel: "*", minReadings: 20, limit: 3, bridge: 5m }
  - { name: several, kind: k-of-n, k: 2, of: [high, moving, chart], within: 30m, for: 5m }
`;

const reading = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 80, max: 120, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(100, 100, 300, -50, Number.NaN) },
);
const wildReading = fc.oneof(
  reading,
  fc.constantFrom(
    1e308,
    -1e308,
    5e-324,
    -0,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ),
  fc.double(),
);
/** Repeated, late and far-away times among ordinary steps. */
const gapMs = fc.oneof(
  { weight: 8, arbitrary: fc.constant(300_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -300_000, -86_400_000, 3_600_000, 86_400_000) },
);

function stream(value: fc.Arbitrary<number>): fc.Arbitrary<Recording> {
  return fc.array(fc.tuple(gapMs, value, value), { minLength: 1, maxLength: 50 }).map((rows) => {
    let atMs = 1e9;
    const timestampsMs = Float64Array.from(rows, ([gap]) => {
      atMs += gap;
      return atMs;
    });
    const plain = recording('5m', { a: rows.map(([, a]) => a), b: rows.map(([, , b]) => b) });
    return { ...plain, timestampsMs };
  });
}

function watchFrom(watcher: Watcher, over: Recording, fromRow: number, snapshot: Uint8Array): Verdict[] {
  const session = watcher.open(over.channels, snapshot);
  return Array.from(over.timestampsMs.subarray(fromRow), (timestampMs, i) =>
    session.observe({ timestampMs, values: Float64Array.from(over.columns, (column) => column[fromRow + i]!) }),
  );
}

describe('a session of rules', () => {
  let watcher: Watcher;
  beforeAll(async () => {
    const contender = await rulesContender({ parsed: parseRuleFile(EVERY_KIND, 'every-kind.yaml') });
    const train = recording('5m', { a: noise(800, 1), b: noise(800, 2) });
    watcher = await contender.fit({ train: [{ recording: train, incidents: [], benign: [] }], seed: 1 });
  });

  it('goes on from a snapshot as if uninterrupted, down to every word of every cause', () => {
    fc.assert(
      fc.property(stream(wildReading), fc.nat(), (over, cut) => {
        const row = cut % (over.timestampsMs.length + 1);
        const before = watcher.open(over.channels);
        for (let i = 0; i < row; i++) {
          before.observe({
            timestampMs: over.timestampsMs[i]!,
            values: Float64Array.from(over.columns, (column) => column[i]!),
          });
        }
        expect(watchFrom(watcher, over, row, before.snapshot())).toEqual(observeAll(watcher, over).slice(row));
      }),
      { numRuns: 25 },
    );
  });

  it('gives the snapshot of a resumed session the same bytes', () => {
    fc.assert(
      fc.property(stream(wildReading), (over) => {
        const session = watcher.open(over.channels);
        over.timestampsMs.forEach((timestampMs, i) => {
          session.observe({ timestampMs, values: Float64Array.from(over.columns, (column) => column[i]!) });
        });
        const snapshot = session.snapshot();
        const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes); // compared at once, not byte by byte
        expect(text(watcher.open(over.channels, snapshot).snapshot())).toBe(text(snapshot));
      }),
      { numRuns: 10 },
    );
  });

  it('does not let the future change the past', () => {
    fc.assert(
      fc.property(stream(wildReading), fc.nat(), (over, cut) => {
        const rows = cut % (over.timestampsMs.length + 1);
        expect(observeAll(watcher, sliceRows(over, 0, rows))).toEqual(observeAll(watcher, over).slice(0, rows));
      }),
      { numRuns: 25 },
    );
  });

  it('scores finitely or abstains over the whole double range, at repeated and late times', () => {
    fc.assert(
      fc.property(stream(wildReading), (over) => {
        for (const verdict of observeAll(watcher, over)) {
          if (verdict.kind === 'abstained') continue;
          expect(Number.isFinite(verdict.score) && verdict.score >= 0).toBe(true);
          for (const { observed, limit, text } of verdict.causes) {
            expect(Number.isFinite(observed) && Number.isFinite(limit)).toBe(true);
            expect(text).not.toMatch(/NaN|undefined|Infinity/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('names a cause for every score at or above 1, and only rules that fire', () => {
    fc.assert(
      fc.property(stream(reading), (over) => {
        for (const verdict of observeAll(watcher, over)) {
          if (verdict.kind === 'scored' && verdict.score >= 1) expect(verdict.causes.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('counts a row whose time does not go forward as no time passed', async () => {
    const contender = await rulesContender({
      parsed: parseRuleFile(
        'version: 1\nname: t\nrules: [{ name: a, kind: static, channel: a, above: 1, for: 10m }]',
        't.yaml',
      ),
    });
    const hold = await contender.fit({ train: [], seed: 1 });
    const plain = recording('5m', { a: [2, 2, 2, 2, 2] });
    const over = { ...plain, timestampsMs: Float64Array.of(0, 300_000, 300_000, 100_000, 600_000) };
    expect(observeAll(hold, over).map((verdict) => verdict.kind === 'scored' && verdict.score >= 1)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
