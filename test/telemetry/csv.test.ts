import { createHash } from 'node:crypto';
import { mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChannelName } from '../../src/telemetry/channel-name.ts';
import { type CsvOptions, MOST_RECORD_BYTES, readCsv } from '../../src/telemetry/csv.ts';
import { type Channel, channelName, type Recording } from '../../src/telemetry/recording.ts';
import { formatTime, parseTimeMs } from '../../src/telemetry/time-text.ts';
import { writeCsv } from '../../src/telemetry/write-csv.ts';
import { faultsOf, summary } from './faults-of.ts';

const folder = await mkdtemp(join(tmpdir(), 'csv-'));
async function put(content: string | Uint8Array, name?: string): Promise<string> {
  const file = join(folder, name ?? `${createHash('sha1').update(content).digest('hex')}.csv`);
  await writeFile(file, content);
  return file;
}
const read = async (content: string, options?: CsvOptions) => readCsv(await put(content), options);
const faults = async (content: string, options?: CsvOptions) => {
  const file = await put(content);
  return faultsOf(() => readCsv(file, options));
};
const summaries = async (content: string, options?: CsvOptions) => (await faults(content, options)).map(summary);

describe('times in text', () => {
  it.each([
    ['2014-02-14T14:30:00Z', '2014-02-14T14:30:00.000Z'],
    ['2014-02-14 14:30:00', '2014-02-14T14:30:00.000Z'],
    ['2014-02-14T14:30', '2014-02-14T14:30:00.000Z'],
    ['2014-02-14', '2014-02-14T00:00:00.000Z'],
    ['2014-02-14T14:30:00+02:00', '2014-02-14T12:30:00.000Z'],
    ['2014-02-14 14:30:00 -0530', '2014-02-14T20:00:00.000Z'],
    ['2014-02-14 14:30:00.123456', '2014-02-14T14:30:00.123Z'],
    ['1392388200', '2014-02-14T14:30:00.000Z'],
    ['1392388200.123', '2014-02-14T14:30:00.123Z'],
    ['1392388200000', '2014-02-14T14:30:00.000Z'],
    ['2016-02-29T00:00:00Z', '2016-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseTimeMs(text)).toBe(Date.parse(iso));
  });

  it.each(['', 'soon', '2014-02-30', '2015-02-29', '2014-13-01', '2014-01-01T24:00:00', '14:30', '2014-1-1', '0x10'])(
    '%j is no time',
    (text) => {
      expect(parseTimeMs(text)).toBeNaN();
    },
  );

  it('reads back every time it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (ms) => {
        expect(parseTimeMs(formatTime(ms))).toBe(ms);
      }),
    );
  });
});

describe('reading CSV', () => {
  it('reads times and readings, with every way to say "no reading"', async () => {
    const table = await read('time,a,b\n2020-01-01,1,\n2020-01-02, -2.5e3 ,NaN\n2020-01-03,null,N/A\n');
    expect(table.timeColumn).toBe('time');
    expect(table.columnNames).toEqual(['a', 'b']);
    expect([...table.timestampsMs]).toEqual(['2020-01-01', '2020-01-02', '2020-01-03'].map((text) => Date.parse(text)));
    expect(table.columns.map((column) => [...column])).toEqual([
      [1, -2500, Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN],
    ]);
    expect([...table.lines]).toEqual([2, 3, 4]);
  });

  it('tells gzip by content, whatever the name', async () => {
    const plain = 't,v\n0,1\n60,2\n';
    expect(await readCsv(await put(gzipSync(plain), 'packed.csv'))).toMatchObject({ columnNames: ['v'] });
    expect(await readCsv(await put(gzipSync(plain), 'packed.csv.gz'))).toMatchObject({ columnNames: ['v'] });
  });

  it('takes CRLF, a byte order mark, blank lines and a missing final line end', async () => {
    const table = await read('\ufefftimestamp,value\r\n0,1\r\n\r\n60,2');
    expect([...table.columns[0]!]).toEqual([1, 2]);
    expect([...table.lines]).toEqual([2, 4]);
  });

  it('takes the time column by name, wherever it stands, and the columns in the order asked for', async () => {
    const table = await read('a,when,b\n1,0,2\n', { timeColumn: 'when', expected: ['b', 'a'] });
    expect(table.columns.map(([reading]) => reading)).toEqual([2, 1]);
    expect((await read('a,Timestamp\n1,0\n')).timeColumn).toBe('Timestamp');
  });

  it('reports every fault of a file at once, with line and column', async () => {
    const content = ['t,a,b', '0,1', '60,x,2', '60,1,2', '30,1,-inf', 'soon,1,1e999', '120,"x, y",3,4', ''].join('\n');
    expect(await summaries(content)).toEqual([
      '2:4 csv/ragged-row',
      '3:4 csv/not-a-number',
      '4:1 csv/time-order',
      '5:1 csv/time-order',
      '5:6 csv/infinite',
      '6:1 csv/not-a-time',
      '6:8 csv/infinite',
      '7:14 csv/ragged-row',
    ]);
  });

  it('accepts times that repeat or go back where that is declared, and keeps their order', async () => {
    const table = await read('t,v\n60,1\n60,2\n0,3\n', { time: 'as-recorded' });
    expect([...table.timestampsMs]).toEqual([60_000, 60_000, 0]);
  });

  it('names unknown, missing, duplicate and unnamed columns', async () => {
    expect(await summaries('t,a,a,\n0,1,2,3\n')).toEqual(['1:5 csv/duplicate-column', '1:7 csv/unnamed-column']);
    const found = await faults('t,latenyc\n0,1\n', { expected: ['latency', 'cpu'] });
    expect(found.map(summary)).toEqual(['1:3 csv/unknown-column', '1:- csv/missing-column', '1:- csv/missing-column']);
    expect(found[0]?.hint).toBe('did you mean "latency"?');
    expect(await summaries('t,a\n0,1\n', { timeColumn: 'at' })).toEqual(['1:- csv/no-time-column']);
    expect((await faults('t;a\n0;1\n'))[0]?.hint).toContain('";"');
  });

  it('refuses an empty file and a header alone', async () => {
    expect(await summaries('')).toEqual(['1:- csv/empty']);
    expect(await summaries('\n\n')).toEqual(['1:- csv/empty']);
    expect(await summaries('t,v\n')).toEqual(['1:- csv/no-rows']);
  });

  it('lists fifty faults and counts the others', async () => {
    const found = await faults(`t,v\n${Array.from({ length: 80 }, (_, i) => `${i},x`).join('\n')}\n`);
    expect(found).toHaveLength(51);
    expect(found.at(-1)?.message).toBe('and 30 more of such faults');
  });

  it('refuses an endless line without reading it into memory, and an unclosed quote', async () => {
    const file = join(folder, 'long.csv');
    const handle = await open(file, 'w');
    await handle.write('t,v\n0,1\n60,');
    const block = Buffer.alloc(1024 * 1024, '7');
    for (let i = 0; i < 64; i++) await handle.write(block);
    await handle.close();
    const before = process.memoryUsage().arrayBuffers;
    const found = await faultsOf(() => readCsv(file));
    expect(found.map(summary)).toEqual(['3:- csv/line-too-long']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect(MOST_RECORD_BYTES).toBe(1024 * 1024);
    expect(await summaries(`t,v\n0,"${'x'.repeat(5000)}\n`, { mostRecordBytes: 1000 })).toEqual([
      '2:- csv/line-too-long',
    ]);
    expect(await summaries('t,v\n0,"1\n')).toMatchObject([expect.stringContaining('csv/quote')]);
  });

  it('says what is wrong with gzip that is damaged, cut short or no gzip at all', async () => {
    const packed = gzipSync(`t,v\n${Array.from({ length: 5000 }, (_, i) => `${i},${i * 7}`).join('\n')}\n`);
    const cut = await put(packed.subarray(0, packed.length >> 1), 'cut.csv.gz');
    expect((await faultsOf(() => readCsv(cut)))[0]).toMatchObject({ code: 'csv/gzip' });
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 40, 60);
    const file = await put(damaged, 'damaged.csv.gz');
    expect((await faultsOf(() => readCsv(file))).map(({ code }) => code)).toContain('csv/gzip');
    const plain = await put('t,v\n0,1\n', 'plain.csv.gz');
    expect((await faultsOf(() => readCsv(plain)))[0]?.message).toContain('not gzip');
  });

  it('says so when there is no such file', async () => {
    const [fault] = await faultsOf(() => readCsv(join(folder, 'nowhere.csv')));
    expect(fault).toMatchObject({ code: 'csv/unreadable', message: 'there is no such file' });
  });
});

describe('writing CSV', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_:]{0,12}$/);
  const label = fc.tuple(fc.stringMatching(/^[a-z][a-z_]{0,6}$/), fc.string({ maxLength: 8 }));
  const channel: fc.Arbitrary<Channel> = fc.tuple(name, fc.array(label, { maxLength: 2 })).map(([metric, labels]) => ({
    labels: { ...Object.fromEntries(labels), __name__: metric },
    unit: '1',
    kind: 'gauge',
  }));
  const recording: fc.Arbitrary<Recording> = fc
    .record({
      channels: fc.uniqueArray(channel, { minLength: 1, maxLength: 4, selector: channelName }),
      times: fc.uniqueArray(fc.integer({ min: -1e14, max: 1e14 }), { minLength: 1, maxLength: 12 }),
    })
    .chain(({ channels, times }) => {
      const reading = fc.double({ noDefaultInfinity: true });
      const column = fc.array(reading, { minLength: times.length, maxLength: times.length });
      return fc.tuple(...channels.map(() => column)).map((columns) => ({
        id: 'r',
        channels,
        timestampsMs: Float64Array.from(times).sort(),
        columns: columns.map((readings) => Float64Array.from(readings)),
      }));
    });

  it('is undone by reading: the same names, times and doubles', async () => {
    const file = join(folder, 'round-trip.csv');
    await fc.assert(
      fc.asyncProperty(recording, async (original) => {
        fc.pre(original.channels.every((c) => !/^\s|\s$/.test(channelName(c))));
        await writeFile(file, writeCsv(original));
        const table = await readCsv(file, { timeColumn: 'timestamp' });
        expect(table.columnNames).toEqual(original.channels.map(channelName));
        expect(table.timestampsMs).toEqual(original.timestampsMs);
        table.columns.forEach((column, i) => {
          expect([...column].every((value, row) => Object.is(value, original.columns[i]![row]))).toBe(true);
        });
        expect(table.columnNames.map(parseChannelName)).toEqual(original.channels.map(({ labels }) => labels));
      }),
      { numRuns: 60 },
    );
  });
});
