import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promqlQueries } from '../../../../src/contenders/rules/cloudwatch/promql-stream.ts';
import { decodeState, encodeState } from '../../../../src/contenders/state-codec.ts';
import { InputError } from '../../../../src/faults.ts';
import { evaluateInstant } from '../../../../src/promql/evaluate/evaluate.ts';
import { labelsOfRecord } from '../../../../src/promql/labels.ts';
import { memorySource } from '../../../../src/promql/memory-source.ts';
import { parsePromql } from '../../../../src/promql/parse/parse.ts';
import { contenderFromInfo, createContender } from '../../../../src/run/line-up.ts';
import type { Channel } from '../../../../src/telemetry/recording.ts';
import { alarm, type Fields, parsed, replayed, rows } from './replaying.ts';

const MINUTE = 60_000;
const _ = Number.NaN;

const promql = (Query: string, changes: Fields = {}): Fields => ({
  AlarmName: 'p',
  EvaluationCriteria: { PromQLCriteria: { Query, PendingPeriod: 0, RecoveryPeriod: 0, ...changes } },
  EvaluationInterval: 60,
});

const shown = (query: string, recording: ReturnType<typeof rows>, changes: Fields = {}) =>
  replayed(parsed([promql(query, changes)]), recording, {}, promqlQueries);

describe('a PromQL alarm', () => {
  it('is evaluated over the rows of the recording as they come', () => {
    const recording = rows('1m', { 'x{i="1"}': [1, 5, 5, 1, 5], 'x{i="2"}': [1, 1, 1, 1, 1] });
    expect(shown('x > 4', recording).pictures.p).toBe('.##.#');
    expect(shown('sum(x) > 4', recording).pictures.p).toBe('.##.#');
    expect(shown('avg_over_time(x[2m]) > 4', recording).pictures.p).toBe('.##.#');
    expect(shown('x > 4', recording, { PendingPeriod: 60 }).pictures.p).toBe('..#..');
    expect(shown('x > 4', recording, { RecoveryPeriod: 120 }).pictures.p).toBe('.####');
  });

  it('names what holds for how long, and where it stands', () => {
    const { verdicts } = shown('x{i="1"} > 4', rows('1m', { 'x{i="1"}': [1, 5, 5] }));
    expect(verdicts[2]).toMatchObject({
      kind: 'scored',
      score: 1,
      causes: [
        {
          source: 'p',
          observed: 5,
          text: 'x{i="1"} > 4 returns {"__name__":"x","i":"1"} for 1m, 0s needed [alarms.json:3]',
        },
      ],
    });
  });

  it('cannot tell where its query finds no data, which is not the same as returning nothing', () => {
    const quiet = shown('x > 4', rows('1m', { x: [1, 1] }));
    expect(quiet.verdicts.map(({ kind }) => kind)).toEqual(['scored', 'scored']);
    const blind = shown('x > 4', rows('1m', { y: [1, 1] }));
    expect(blind.verdicts[1]).toEqual({
      kind: 'abstained',
      reason: 'no alarm has data to go on (p: its query finds no data)',
    });
    // Five minutes after the last reading there is nothing left to see.
    const ended = shown('x > 4', rows('1m', { x: [5, 1, _, _, _, _, _, _, _, _], y: Array(10).fill(1) }));
    expect(ended.verdicts.map(({ kind }) => (kind === 'scored' ? 's' : '-')).join('')).toBe('sssss-----');
    expect(shown('absent(x)', rows('1m', { y: [1, 1] })).pictures.p).toBe('##');
  });

  it('keeps its state and cannot tell while an evaluation fails', () => {
    const recording = rows('1m', {
      'a{i="1",v="1"}': [1, 1, 1, 1],
      'b{i="1",v="1"}': [0, 0, 0, 0],
      'b{i="1",v="2"}': [_, _, 0, _],
    });
    const { verdicts, pictures } = shown('a > on (i) b', recording);
    expect(pictures.p).toBe('####');
    expect(verdicts[0]?.kind).toBe('scored');
    const { verdicts: quiet } = shown('a < on (i) b', recording);
    expect(quiet[1]).toMatchObject({ kind: 'scored', score: 0 });
    expect(quiet[2]).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('many-to-many') });
  });

  it.each([
    ['x > (', 'unclosed left parenthesis'],
    ['1 + 1', 'an instant vector, got scalar'],
    ['x[5m]', 'an instant vector, got range vector'],
    ['x + "a"', 'only scalar and instant vector types'],
  ])('%s is a fault of the file, with its place', (query, message) => {
    try {
      parsed([promql(query)]);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const [fault] = error.faults;
      expect(fault).toMatchObject({ code: 'cloudwatch/promql', place: { file: 'alarms.json', line: 7 } });
      expect(fault!.message).toContain(message);
    }
  });

  it('has its faults where they stand in the query, escapes of JSON counted', () => {
    expect(() => parsed([promql('x{a="b"} > nosuch(y)')])).toThrowError(
      expect.objectContaining({
        faults: [
          expect.objectContaining({
            place: expect.objectContaining({ line: 7, column: 20 + 'x{a=\\"b\\"} > '.length + 1 }),
          }),
        ],
      }),
    );
  });

  it.each([
    ['histogram_avg(x) > 1', 'histogram_avg'],
    ['x @ 100 > 1', 'bounded memory'],
    ['sum_over_time(x[1h:1m] @ 100) > 1', 'bounded memory'],
  ])('%s is not replayable, and says why', (query, reason) => {
    const { session, verdicts } = shown(query, rows('1m', { x: [1] }));
    expect(session.coverage.get('p')).toEqual({ kind: 'unreplayable', reason: expect.stringContaining(reason) });
    expect(verdicts[0]).toMatchObject({ kind: 'abstained', reason: expect.stringContaining(reason) });
  });

  it('takes part in the line-up, and in another process', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'alarms-')), 'alarms.json');
    writeFileSync(file, JSON.stringify({ MetricAlarms: [promql('x > 4'), alarm('m', { MetricName: 'y' })] }));
    const { contender, info } = await createContender('cloudwatch', { with: { file } }, null);
    const { channels, columns, timestampsMs } = rows('1m', { x: [1, 5], y: [0, 0] });
    for (const each of [contender, await contenderFromInfo(info)]) {
      const session = (await each.fit({ train: [], seed: 1 })).open(channels);
      const scores = Array.from(timestampsMs, (timestampMs, row) => {
        const verdict = session.observe({ timestampMs, values: Float64Array.from(columns, (column) => column[row]!) });
        return verdict.kind === 'scored' && verdict.score >= 1;
      });
      expect(scores).toEqual([false, true]);
    }
  });
});

describe('a streamed query', () => {
  const QUERIES = [
    'x',
    'rate(x[3m])',
    'sum by (i) (x) > 2',
    'x offset 2m > 1',
    'x offset -2m',
    'max_over_time(avg_over_time(x[2m])[4m:1m])',
    'absent(x{i="1"})',
    'x > on () group_left () vector(3)',
    'last_over_time(x[10m] offset 5m)',
    'max_over_time(x[3m] @ end())',
  ];
  const channels: readonly Channel[] = ['1', '2'].map((i) => ({
    labels: { __name__: 'x', i },
    unit: '1',
    kind: 'gauge',
  }));
  const reading = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }) }, fc.constant(Number.NaN));

  it('returns what the query does over the whole recording up to then, across snapshots, in bounded memory', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...QUERIES),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), reading, reading), { minLength: 1, maxLength: 60 }),
        fc.nat(60),
        (query, steps, cut) => {
          const outcome = parsePromql(query);
          if (outcome.kind !== 'parsed') throw new Error(query);
          let stream = promqlQueries.open(query, channels);
          const told = channels.map(() => ({ times: [] as number[], values: [] as number[] }));
          let atMs = 0;
          steps.forEach(([seconds, ...values], row) => {
            atMs += seconds * 1000;
            stream.take({ timestampMs: atMs, values: Float64Array.from(values) });
            values.forEach((value, i) => {
              if (Number.isNaN(value)) return;
              told[i]!.times.push(atMs);
              told[i]!.values.push(value);
            });
            if (row === cut) stream = promqlQueries.open(query, channels, decodeState(encodeState(stream.state())));
            const source = memorySource(
              told.map(({ times, values: own }, i) => ({
                labels: labelsOfRecord(channels[i]!.labels),
                timestampsMs: Float64Array.from(times),
                values: Float64Array.from(own),
                stale: null,
              })),
            );
            const { value } = evaluateInstant(outcome.expression, source, atMs);
            if (value.kind !== 'vector') throw new Error(value.kind);
            const expected = value.columns.flatMap(({ labels, values: own, present }) =>
              present[0] === 1 ? [{ labels: Object.fromEntries(labels.pairs), value: own[0]! }] : [],
            );
            const result = stream.evaluate(atMs);
            expect(result).toMatchObject({ kind: 'returned', contributors: expected });
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('forgets what no evaluation to come looks at', () => {
    const stream = promqlQueries.open('rate(x[10m]) > 1', channels);
    const sizes = [2000, 10_000].map((until) => {
      for (let row = until - 2000; row < until; row++) {
        stream.take({ timestampMs: row * MINUTE, values: Float64Array.of(row, row) });
        stream.evaluate(row * MINUTE);
      }
      return encodeState(stream.state()).length;
    });
    expect(sizes[1]!).toBeLessThan(1.2 * sizes[0]!);
    expect(sizes[0]!).toBeLessThan(3000);
  });
});
