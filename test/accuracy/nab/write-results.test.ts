import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNabCorpus } from '../../../src/accuracy/nab/read-corpus.ts';
import { readNabResults } from '../../../src/accuracy/nab/read-results.ts';
import { type NabResultRows, nabResultRows, writeNabResults } from '../../../src/accuracy/nab/write-results.ts';
import { InputError } from '../../../src/faults.ts';
import { replay } from '../../../src/replay/replay.ts';
import { createContender } from '../../../src/run/line-up.ts';
import { importNab } from '../../../src/telemetry/import-nab.ts';

const NAB = fileURLToPath(new URL('../../../../shared/nab', import.meta.url));
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watchbench-write-'));
});
afterEach(() => rm(root, { recursive: true }));

const start = Date.UTC(2014, 1, 14, 14, 30);
const rows: NabResultRows = {
  file: 'cat/a.csv',
  timestampsMs: Float64Array.of(start, start + 300_000, start + 600_500),
  values: Float64Array.of(1.5, Number.NaN, -0),
  scores: Float64Array.of(0.1, 0.30000000000000004, 1e-7),
  labels: Uint8Array.of(0, 1, 1),
};
const write = (change: Partial<NabResultRows>, more = {}) =>
  writeNabResults({ resultsDirectory: root, detector: 'mine', series: [{ ...rows, ...change }], ...more });
const codes = async (act: Promise<unknown>) => {
  const thrown = await act.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof InputError)) throw new Error(`expected an InputError, got ${String(thrown)}`);
  return thrown.faults.map(({ code }) => code);
};

describe('writing result folders', () => {
  it("is NAB's layout: detector, category, name; times without a T; doubles in full", async () => {
    const [path] = await write({});
    expect(path).toBe(join(root, 'mine', 'cat', 'mine_a.csv'));
    expect(await readFile(path!, 'utf8')).toBe(
      'timestamp,value,anomaly_score,label\n2014-02-14 14:30:00,1.5,0.1,0\n2014-02-14 14:35:00,,0.30000000000000004,1\n2014-02-14 14:40:00.500,-0,1e-7,1\n',
    );
  });

  it('NAB knows no abstention: refused, or written as the lowest score', async () => {
    const scores = Float64Array.of(0.4, Number.NaN, 0.2);
    expect(await codes(write({ scores }))).toEqual(['nab/abstained']);
    const [path] = await write({ scores }, { abstained: 'lowest' });
    expect((await readFile(path!, 'utf8')).split('\n')[2]).toBe('2014-02-14 14:35:00,,0.2,1');
  });

  it('refuses names that lead elsewhere, rows that do not match and results that are there', async () => {
    expect(await codes(write({}, { detector: '../mine' }))).toEqual(['nab/detector-name']);
    expect(await codes(write({ file: 'a/b/c.csv' }))).toEqual(['nab/path']);
    expect(await codes(write({ file: '../c.csv' }))).toEqual(['nab/path']);
    expect(await codes(write({ scores: Float64Array.of(1), labels: Uint8Array.of(1) }))).toEqual([
      'nab/rows',
      'nab/rows',
    ]);
    expect(await codes(write({ scores: Float64Array.of(1, 2, Number.POSITIVE_INFINITY) }))).toEqual(['nab/infinite']);
    await write({});
    expect(await codes(write({}))).toEqual(['nab/exists']);
  });

  it.skipIf(!existsSync(NAB))(
    'a contender of ours, replayed over a NAB folder, reads back as it scored (skipped where ../shared is missing)',
    async () => {
      const select = 'realTraffic/*';
      const dataset = await importNab({ root: NAB, select });
      const { contender } = await createContender('last-value', {}, dataset);
      const series: NabResultRows[] = [];
      for (const labelled of dataset.recordings) {
        const watcher = await contender.fit({ train: [labelled], seed: 1 });
        series.push(nabResultRows(labelled, replay(watcher, labelled.recording)));
        watcher.dispose();
      }
      await writeNabResults({ resultsDirectory: root, detector: 'ours', series, abstained: 'lowest' });
      const back = await readNabResults(await readNabCorpus(NAB, [select]), root, 'ours');
      expect(back).toHaveLength(7);
      for (const { file, scores } of back) {
        const ours = series.find((one) => one.file === file)!.scores;
        const lowest = Math.min(...series.flatMap((one) => [...one.scores].filter((score) => !Number.isNaN(score))));
        expect(scores).toEqual(ours.map((score) => (Number.isNaN(score) ? lowest : score)));
      }
    },
    60_000,
  );
});
