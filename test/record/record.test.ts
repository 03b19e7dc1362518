import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/faults.ts';
import { comparableText } from '../../src/record/comparable.ts';
import { cardOf, cellOf, readingOf, resultOf, whyNoResult } from '../../src/record/lookup.ts';
import { parseRecord, readRecord } from '../../src/record/read.ts';
import { recordSchema } from '../../src/record/schema.ts';
import { recordText, writeRecord } from '../../src/record/write.ts';
import { exampleRecord } from './example-record.ts';

const record = exampleRecord();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-record-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function faultsOf(text: string): InputError['faults'] {
  try {
    parseRecord(text, 'record.json');
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  throw new Error('no fault was found');
}

describe('the example record', () => {
  it('satisfies the schema to the last key', () => {
    expect(recordSchema.parse(record)).toEqual(record);
  });

  it('is the same on every call', () => {
    expect(recordText(exampleRecord())).toBe(recordText(record));
  });
});

describe('writing and reading a record', () => {
  it('gives back what was written and leaves no partial file', async () => {
    const file = join(folder, 'deep', 'er', 'record.json');
    await writeRecord(file, record);
    expect(await readRecord(file)).toEqual(record);
    expect(await readdir(join(folder, 'deep', 'er'))).toEqual(['record.json']);
  });

  it('refuses a record with a NaN in it and leaves the earlier file alone', async () => {
    const file = join(folder, 'kept.json');
    await writeFile(file, 'earlier');
    const broken = { ...record, measurement: { durationMs: Number.NaN } };
    await expect(writeRecord(file, broken)).rejects.toThrow();
    expect(await readFile(file, 'utf8')).toBe('earlier');
  });

  it('writes equal records as equal bytes whatever order their keys were made in', () => {
    const { plan, ...rest } = record;
    expect(recordText({ ...rest, plan })).toBe(recordText({ plan, ...rest }));
  });
});

describe('faults of a record file', () => {
  it('names line and column of the first thing that is not JSON', () => {
    const [fault] = faultsOf('{"schemaVersion": 1,\n  "plan": oops}');
    expect(fault).toMatchObject({ code: 'record/not-json', place: { file: 'record.json', line: 2, column: 11 } });
  });

  it('places a file that ends too early at its end', () => {
    expect(faultsOf('{"a": 1')[0].place).toEqual({ file: 'record.json', line: 1, column: 8 });
  });

  it('finds the fault that was planted, wherever it is', () => {
    const text = JSON.stringify({ a: [1, 2, { b: 'x', c: null }], d: 'yes' }, null, 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (at) => {
        const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
        const lines = broken.slice(0, at).split('\n');
        const place = { file: 'record.json', line: lines.length, column: lines.at(-1)!.length + 1 };
        expect(faultsOf(broken)[0].place).toEqual(place);
      }),
    );
  });

  it('says which schema version it reads and which it got, and what to do', () => {
    const [newer] = faultsOf(JSON.stringify({ ...record, schemaVersion: 7 }));
    expect(newer).toMatchObject({
      code: 'record/version',
      message: expect.stringMatching(/version 1, the file says 7/),
    });
    expect(newer.hint).toMatch(/update/);
    expect(faultsOf('{"schemaVersion": "0"}')[0].hint).toMatch(/run the plan again/);
  });

  it('lists every wrong member with its path', () => {
    const { plan } = record;
    const text = JSON.stringify({ ...record, planDigest: 3, plan: { ...plan, title: null, seeds: [0] } });
    expect(faultsOf(text).map(({ message }) => message.split(':')[0])).toEqual([
      'plan.title',
      'plan.seeds.0',
      'planDigest',
    ]);
  });

  it('refuses settings of a contender that have no end', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = JSON.stringify(record).replace('"config":{}', `"config":{"deep":${deep}}`);
    expect(faultsOf(text)).toMatchObject([
      { code: 'record/shape', message: 'nested too deeply to be a run record', place: { file: 'record.json' } },
    ]);
  });

  it('says what a file that is JSON but no record should have been', () => {
    expect(faultsOf('[1, 2]')[0]).toMatchObject({ code: 'record/not-a-record' });
    expect(faultsOf('')[0]).toMatchObject({ code: 'record/not-json', message: 'the file is empty' });
  });

  it('says that a file is missing', async () => {
    await expect(readRecord(join(folder, 'none.json'))).rejects.toThrow(/there is no such file/);
  });
});

describe('comparable text', () => {
  it('ignores every measurement, at any depth, and nothing else', () => {
    const slower = structuredClone(record);
    slower.measurement.durationMs = 1;
    slower.environment.measurement.startedAt = 'later';
    for (const cell of slower.cells) cell.measurement.durationMs += 7;
    const latency = resultOf(slower, 'latency', 'rules')!;
    latency.measurement.trainMs += 1;
    expect(comparableText(slower)).toBe(comparableText(record));
    latency.scenario = 'another';
    expect(comparableText(slower)).not.toBe(comparableText(record));
  });
});

describe('looking things up', () => {
  it('finds a measured result by study and contender', () => {
    expect(resultOf(record, 'accuracy', 'rules')?.kind).toBe('accuracy');
    expect(cardOf(record, 'event-f1')?.title).toBe('Event F1');
  });

  it('says in words why there is none', () => {
    expect(whyNoResult(record, 'accuracy', 'rules')).toBeUndefined();
    expect(whyNoResult(record, 'behaviour', 'metronome')).toMatch(/^failed: TypeError.*\[contender\/crashed\]$/);
    expect(whyNoResult(record, 'latency', 'random')).toBe('not measured: interrupted before this cell');
    expect(cellOf(record, 'accuracy', 'nobody')).toBeUndefined();
    expect(whyNoResult(record, 'accuracy', 'nobody')).toBe('no such cell in the record');
  });

  it('answers undefined, never zero, for a metric that is not there', () => {
    expect(readingOf([], 'mcc')).toEqual({ kind: 'undefined', reason: 'not in the record' });
  });
});
