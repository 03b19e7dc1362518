import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNabTable } from '../../../src/accuracy/nab/read-table.ts';
import { numberScanner } from '../../../src/accuracy/nab/scan-number.ts';
import { scanNabTable } from '../../../src/accuracy/nab/scan-table.ts';
import { readCsv } from '../../../src/telemetry/csv.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const scan = (text: string, wanted: readonly string[] = ['anomaly_score']) => scanNabTable(bytesOf(text), wanted);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-scan-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('numbers from bytes', () => {
  const read = (text: string) => {
    const scanner = numberScanner(bytesOf(`${text},`));
    return scanner.scan(0, true) === text.length ? scanner.value() : null;
  };

  it('are the doubles the language reads, to the last bit', () => {
    const decimal = fc
      .tuple(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.nat({ max: 22 }),
        fc.integer({ min: -40, max: 40 }),
        fc.boolean(),
      )
      .map(([digits, point, exponent, negative]) => {
        const text = String(digits).padStart(point + 1, '0');
        const shown = point === 0 ? text : `${text.slice(0, -point)}.${text.slice(-point)}`;
        return `${negative ? '-' : ''}${shown}${exponent === 0 ? '' : `e${exponent}`}`;
      });
    const anything = fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
    fc.assert(
      fc.property(anything, (text) => {
        expect(Object.is(read(text), Number(text))).toBe(true);
      }),
      { seed: 20250106, numRuns: 5000 },
    );
  });

  it.each(['', '-', '.5', 'nan', 'e5', '1e', '1e+', '0x10', '1e400', '-1e999', '1_0', ' 1'])('%j is none', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('a table from bytes', () => {
  it('gives times, wanted columns and nothing else', () => {
    const text =
      'timestamp,value,anomaly_score,label\r\n2014-02-28 23:55:00,1.5,0.25,0\r\n2014-03-01 00:00:00,-2,1e-3,1';
    expect(scan(text)).toEqual({
      columnNames: ['value', 'anomaly_score', 'label'],
      timestampsMs: Float64Array.of(Date.UTC(2014, 1, 28, 23, 55), Date.UTC(2014, 2, 1)),
      columns: [Float64Array.of(0.25, 0.001)],
    });
  });

  const row = '2014-02-28 23:55:00,1,0.5';
  it.each([
    ['no rows', 'timestamp,value,anomaly_score\n'],
    ['an empty file', ''],
    ['a byte order mark', `\ufefftimestamp,value,anomaly_score\n${row}\n`],
    ['another time column', `time,value,anomaly_score\n${row}\n`],
    ['a missing column', 'timestamp,value\n2014-02-28 23:55:00,1\n'],
    ['a column twice', `timestamp,anomaly_score,anomaly_score\n${row}\n`],
    ['a quoted name', `timestamp,value,"anomaly_score"\n${row}\n`],
    ['a quoted cell', 'timestamp,value,anomaly_score\n2014-02-28 23:55:00,1,"0.5"\n'],
    ['an empty cell', 'timestamp,value,anomaly_score\n2014-02-28 23:55:00,1,\n'],
    ['a missing cell', 'timestamp,value,anomaly_score\n2014-02-28 23:55:00,1\n'],
    ['a cell too many', `timestamp,value,anomaly_score\n${row},7\n`],
    ['a blank', 'timestamp,value,anomaly_score\n2014-02-28 23:55:00, 1,0.5\n'],
    ['a blank line', `timestamp,value,anomaly_score\n${row}\n\n${row}\n`],
    ['text', 'timestamp,value,anomaly_score\n2014-02-28 23:55:00,1,high\n'],
    ['an ISO time', 'timestamp,value,anomaly_score\n2014-02-28T23:55:00,1,0.5\n'],
    ['a day that is not', 'timestamp,value,anomaly_score\n2014-02-30 23:55:00,1,0.5\n'],
    ['an hour that is not', 'timestamp,value,anomaly_score\n2014-02-28 24:55:00,1,0.5\n'],
    ['an epoch', 'timestamp,value,anomaly_score\n1392388200000000000,1,0.5\n'],
    ['a lone carriage return', `timestamp,value,anomaly_score\n${row}\r${row}\n`],
  ])('%s is left to the CSV parser', (_, text) => {
    expect(scan(text)).toBeNull();
  });

  it('is the table the CSV parser reads, wherever it is one', async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.nat({ max: 100 }).map(String),
      fc.constantFrom('-0', '0.0', '5.', '007', '1E3', '', 'nan', '"1"', ' 1', 'x'),
    );
    const time = fc
      .tuple(fc.date({ min: new Date(0), max: new Date(Date.UTC(2100, 0)), noInvalidDate: true }), fc.nat({ max: 9 }))
      .map(([date, form]) => {
        const text = date.toISOString().slice(0, 19);
        return form === 0 ? text : text.replace('T', ' ');
      });
    const table = fc
      .record({
        rows: fc.array(fc.tuple(time, number, number), { minLength: 1, maxLength: 6 }),
        crlf: fc.boolean(),
        end: fc.boolean(),
      })
      .map(({ rows, crlf, end }) => {
        const line = crlf ? '\r\n' : '\n';
        return (
          ['timestamp,value,anomaly_score', ...rows.map((cells) => cells.join(','))].join(line) + (end ? line : '')
        );
      });
    let scanned = 0;
    await fc.assert(
      fc.asyncProperty(table, async (text) => {
        const fast = scan(text, ['anomaly_score', 'value']);
        if (fast === null) return;
        scanned++;
        const file = join(folder, 'one.csv');
        await writeFile(file, text);
        const slow = await readCsv(file, { time: 'as-recorded' });
        expect(fast.timestampsMs).toEqual(slow.timestampsMs);
        expect(fast.columnNames).toEqual(slow.columnNames);
        expect(fast.columns).toEqual([slow.columns[1], slow.columns[0]]);
      }),
      { seed: 20250106, numRuns: 500 },
    );
    expect(scanned).toBeGreaterThan(60);
  });

  it('both ways of reading give the same table, plain and gzip, and name the same lines', async () => {
    const plain = 'timestamp,value,anomaly_score\n2014-02-28 23:55:00,1,0.5\n2014-03-01 00:00:00,1,0.75\n';
    const odd = plain.replace(',0.5\n', ',"0.5"\n');
    const tables = [];
    for (const [name, content] of [
      ['a.csv', plain],
      ['b.csv', odd],
      ['c.csv.gz', gzipSync(plain)],
    ] as const) {
      await writeFile(join(folder, name), content);
      const { file, lineOf, ...table } = await readNabTable(join(folder, name), ['anomaly_score', 'no_such']);
      tables.push({ ...table, line: lineOf(1) });
    }
    expect(tables[0]).toMatchObject({ columns: [Float64Array.of(0.5, 0.75), undefined], line: 3 });
    expect(tables[1]).toEqual(tables[0]);
    expect(tables[2]).toEqual(tables[0]);
  });

  it('damaged gzip data are named by the CSV reader', async () => {
    await writeFile(join(folder, 'cut.csv.gz'), gzipSync('timestamp,value\n2014-02-28 23:55:00,1\n').subarray(0, 30));
    await expect(readNabTable(join(folder, 'cut.csv.gz'), [])).rejects.toThrow(/gzip data/);
  });
});
