import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';
import { packRawSeries, readRawSeries } from '../../src/telemetry/raw-series-file.ts';
import { shareClocks } from '../../src/telemetry/share-clocks.ts';
import { faultsOf } from './faults-of.ts';

async function stored(content: string | Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'raw-series-')), 'x.series.jsonl.gz');
  await writeFile(file, typeof content === 'string' ? gzipSync(content) : content);
  return file;
}

const HEADER = '{"format":"watchbench-raw-series","version":1,"recording":"r","clocks":1,"series":1}';
const CLOCK = '{"clock":0,"startMs":1000,"stepsMs":[1000,999]}';
const SERIES = '{"labels":{"__name__":"up"},"clock":0,"ticks":[0,1,2,1],"values":[1,null]}';
const read = async (...lines: string[]) => readRawSeries(await stored(`${lines.join('\n')}\n`));

const value = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-320),
);
const sample = fc.record({ gapMs: fc.integer({ min: 1, max: 5_000 }), value, stale: fc.boolean() });
const anySeries = fc.uniqueArray(
  fc.record({ labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string()), samples: fc.array(sample) }),
  { selector: ({ labels }) => JSON.stringify(Object.entries(labels).sort()), maxLength: 6 },
);

function toSeries(
  { labels, samples }: { labels: Record<string, string>; samples: { gapMs: number; value: number; stale: boolean }[] },
  startMs: number,
): RawSeries {
  let ms = startMs;
  return {
    labels: { __name__: 'm', ...labels },
    timestampsMs: Float64Array.from(samples, ({ gapMs }) => {
      ms += gapMs;
      return ms;
    }),
    values: Float64Array.from(samples, ({ value, stale }) => (stale ? Number.NaN : value)),
    stale: Uint8Array.from(samples, ({ stale }) => (stale ? 1 : 0)),
  };
}

describe('a raw series file', () => {
  it('gives back every sample, time and staleness marker, whatever the order it was given', async () => {
    await fc.assert(
      fc.asyncProperty(anySeries, fc.boolean(), async (given, reversed) => {
        const series = given.map((one) => toSeries(one, 1_795_000_000_000));
        const bytes = packRawSeries({ recording: 'r', series });
        const other = packRawSeries({ recording: 'r', series: reversed ? [...series].reverse() : series });
        expect(Buffer.from(other).equals(bytes)).toBe(true);
        const back = await readRawSeries(await stored(bytes));
        const byLabels = (list: readonly RawSeries[]) =>
          new Map(list.map((one) => [JSON.stringify(Object.entries(one.labels).sort()), one]));
        const wanted = byLabels(series);
        expect(back.series.length).toBe(series.length);
        for (const [labels, one] of byLabels(back.series)) {
          expect(one.timestampsMs).toEqual(wanted.get(labels)!.timestampsMs);
          expect(one.values).toEqual(wanted.get(labels)!.values);
          expect(one.stale).toEqual(wanted.get(labels)!.stale);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the times of series that were scraped together only once', () => {
    const times = Float64Array.from({ length: 500 }, (_, i) => 1_795_000_000_000 + 1000 * i + (i % 7));
    const one = (name: string, from: number, to: number): RawSeries => ({
      labels: { __name__: name },
      timestampsMs: times.slice(from, to),
      values: new Float64Array(to - from).fill(1),
      stale: new Uint8Array(to - from),
    });
    const series = [one('a', 0, 500), one('b', 0, 500), one('c', 100, 200), one('d', 0, 1)];
    expect(shareClocks(series.map(({ timestampsMs }) => timestampsMs)).clocks.length).toBe(1);
    const text = gunzipSync(packRawSeries({ recording: 'r', series })).toString();
    expect(text.match(/stepsMs/g)).toHaveLength(1);
    expect(text).toContain('"ticks":[100,100]');
  });

  it('reads what a person may write', async () => {
    const { series } = await read(HEADER, CLOCK, SERIES);
    expect(series).toEqual([
      {
        labels: { __name__: 'up' },
        timestampsMs: Float64Array.of(1000, 2999),
        values: Float64Array.of(1, Number.NaN),
        stale: Uint8Array.of(0, 1),
      },
    ]);
  });

  it.each([
    ['text that is no JSON', [HEADER, '{"clock"'], ['raw-series/json 2']],
    ['nothing', [''], ['raw-series/header 1']],
    ['another format', ['{"format":"x"}', CLOCK, SERIES], Array(3).fill('raw-series/header 1')],
    ['a version to come', [HEADER.replace('"version":1', '"version":2'), CLOCK, SERIES], ['raw-series/version 1']],
    ['a clock that stands still', [HEADER, CLOCK.replace('999', '0'), SERIES], ['raw-series/clock 2']],
    ['clocks out of order', [HEADER, CLOCK.replace(':0', ':1'), SERIES], ['raw-series/clock 2']],
    ['a series without a name', [HEADER, CLOCK, SERIES.replace('__name__', 'job')], ['raw-series/series 3']],
    ['a series of no known clock', [HEADER, CLOCK, SERIES.replace('"clock":0', '"clock":1')], ['raw-series/series 3']],
    ['a tick after the last', [HEADER, CLOCK, SERIES.replace('2,1]', '3,1]')], ['raw-series/series 3']],
    ['runs that overlap', [HEADER, CLOCK, SERIES.replace('[0,1,2,1]', '[0,2,1,1]')], ['raw-series/series 3']],
    ['half a run', [HEADER, CLOCK, SERIES.replace('[0,1,2,1]', '[0]')], ['raw-series/series 3']],
    ['a value too many', [HEADER, CLOCK, SERIES.replace('null]', 'null,2]')], ['raw-series/series 3']],
    ['a value that is no number', [HEADER, CLOCK, SERIES.replace('null', '"1"')], ['raw-series/series 3']],
    ['a value beyond all doubles', [HEADER, CLOCK, SERIES.replace('null', '1e999')], ['raw-series/series 3']],
    [
      'a run beyond all memory',
      [HEADER, CLOCK, SERIES.replace('2,1]', '2,9007199254740990]')],
      ['raw-series/series 3'],
    ],
    ['a series twice', [HEADER, CLOCK, SERIES, SERIES], ['raw-series/duplicate 4']],
    ['fewer series than the header says', [HEADER, CLOCK], ['raw-series/count 2']],
    ['every fault at once', [HEADER, '{', CLOCK, '[]'], ['raw-series/json 2', 'raw-series/series 4']],
  ])('refuses %s, with its line', async (_, lines, expected) => {
    const faults = await faultsOf(() => read(...lines));
    expect(faults.map(({ code, place }) => `${code} ${place?.line}`)).toEqual(expected);
  });

  it('reads lines longer than what is unpacked at once', async () => {
    const samples = Array.from({ length: 30_000 }, (_, i) => ({
      gapMs: 1 + (i % 7),
      value: i / 3,
      stale: i % 100 === 0,
    }));
    const series = [toSeries({ labels: { a: 'é'.repeat(1000) }, samples }, 0)];
    const file = await stored(packRawSeries({ recording: 'r', series }));
    expect(gunzipSync(packRawSeries({ recording: 'r', series })).length).toBeGreaterThan(300_000);
    expect(await readRawSeries(file)).toEqual({ recording: 'r', series });
  });

  it('refuses a line without an end before it is in memory', async () => {
    const file = await stored(`${HEADER}\n${'a'.repeat(1_000_000)}`);
    const [fault, ...others] = await faultsOf(() => readRawSeries(file, 10_000));
    expect(fault).toMatchObject({ code: 'raw-series/line-too-long', place: { line: 2 } });
    expect(others).toEqual([]);
  });

  it('refuses a file that was cut off', async () => {
    const bytes = packRawSeries({ recording: 'r', series: [toSeries({ labels: {}, samples: [] }, 0)] });
    const file = await stored(bytes.slice(0, -12));
    expect((await faultsOf(() => readRawSeries(file))).map(({ code }) => code)).toContain('raw-series/cut-off');
  });
});
