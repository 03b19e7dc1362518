import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Compared, comparisonTable } from '../../bench/accuracy/comparison.ts';
import { PEER_LIMIT_SECONDS, runPeer } from '../../bench/accuracy/peer.ts';
import { SERIES_JOBS } from '../../bench/accuracy/series-comparisons.ts';
import { storeSeries, syntheticSeries } from '../../bench/accuracy/synthetic-series.ts';

describe('the table of the accuracy bench', () => {
  const row = (name: string, peer: Compared['peer']): Compared => ({
    name,
    target: 50,
    ours: { seconds: 0.01, value: [0.5, 0.25] },
    peer,
  });

  it('gives the ratio and how far the figures are apart, a bound for a peer that was stopped, a reason for none', () => {
    const lines = comparisonTable([
      row('ran', { kind: 'ran', seconds: 2, figure: [0.5, 0.2500001], versions: { lib: '1.2' } }),
      row('stopped', { kind: 'too-slow', seconds: PEER_LIMIT_SECONDS }),
      row('missing', { kind: 'not-run', reason: 'no lib' }),
    ]).split('\n');
    expect(lines.slice(2)).toEqual([
      '| ran | 10 ms | 2 s (lib 1.2) | 200 | 50 | 1e-7 |',
      '| stopped | 10 ms | stopped after 300 s | more than 30000 | 50 |  |',
      '| missing | 10 ms | not run: no lib |  | 50 |  |',
    ]);
  });
});

describe('peers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watchbench-peer-'));
  });
  afterEach(() => {
    delete process.env.WATCHBENCH_PEERS_PYTHON;
    return rm(folder, { recursive: true });
  });
  const python = async (script: string) => {
    const file = join(folder, 'python');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    process.env.WATCHBENCH_PEERS_PYTHON = file;
  };

  it('what a peer prints is what it measured; what is missing or fails is a row, not a crash', async () => {
    await python(`echo '{"seconds": 1.5, "figure": 0.5, "versions": {"lib": "1"}}'`);
    expect(await runPeer('series_metric', [])).toMatchObject({ kind: 'ran', seconds: 1.5, figure: 0.5 });
    await python(`echo '{"missing": "No module named lib"}'`);
    expect(await runPeer('series_metric', [])).toEqual({ kind: 'not-run', reason: 'No module named lib' });
    await python('echo "first" >&2; echo "ValueError: odd" >&2; exit 1');
    expect(await runPeer('series_metric', [])).toEqual({ kind: 'not-run', reason: 'ValueError: odd' });
    await python('kill -XCPU $$');
    expect(await runPeer('series_metric', [])).toEqual({ kind: 'too-slow', seconds: PEER_LIMIT_SECONDS });
    process.env.WATCHBENCH_PEERS_PYTHON = join(folder, 'no-such-python');
    expect(await runPeer('series_metric', [])).toMatchObject({
      kind: 'not-run',
      reason: expect.stringContaining('ENOENT'),
    });
  });

  it('both sides read the same series: five rows in a hundred in events, no two scores alike', async () => {
    const stored = await storeSeries(10_000);
    try {
      expect(existsSync(join(stored.folder, 'scores.f64'))).toBe(true);
      expect(stored.labels.reduce((sum, label) => sum + label, 0)).toBe(500);
      expect(new Set(stored.scores).size).toBe(10_000);
      expect(syntheticSeries(10_000).scores).toEqual(stored.scores);
    } finally {
      await stored.cleanUp();
    }
  });

  it('every job has a figure between 0 and 1 on it', () => {
    const series = syntheticSeries(10_000);
    for (const { name, figure } of SERIES_JOBS) {
      expect(figure(series), name).toBeGreaterThan(0);
      expect(figure(series), name).toBeLessThan(1);
    }
  });
});
