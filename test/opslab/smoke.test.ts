import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingTools } from '../../datasets/opslab/lab/process/tools.ts';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';
import { readRawSeries } from '../../src/telemetry/raw-series-file.ts';
import { channelName } from '../../src/telemetry/recording.ts';

const missing = missingTools();
const reason =
  process.env.WATCHBENCH_OPSLAB !== '1'
    ? 'set WATCHBENCH_OPSLAB=1: it takes three minutes and the machine for itself'
    : missing.length > 0
      ? `not installed: ${missing.join(', ')}; datasets/opslab/lab/install.sh installs them`
      : null;

const MINUTE = 60_000;
/** Exit code of a recording that was disturbed, which on a busy machine is no fault of the lab. */
const NOT_CLEAN = 3;

async function lab(script: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const file = join('datasets/opslab/lab', script);
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'exit')) as [number];
  return { code, said };
}

describe.skipIf(reason !== null)(
  `a recording of two minutes and two faults${reason === null ? '' : ` (${reason})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'opslab-test-'));
    chmodSync(folder, 0o755); // PostgreSQL runs as a user of its own
    const [recordings, work, dataset] = ['recordings', 'work', 'dataset'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    let recorded: Awaited<ReturnType<typeof lab>>;

    beforeAll(async () => {
      recorded = await lab('record.ts', '--run', 'smoke', '--out', recordings, '--work', work, '--first-port', '24800');
      expect(recorded.said, recorded.said).toMatch(/CLEAN/);
      for (const out of [dataset, join(folder, 'again')]) {
        const exported = await lab('export.ts', join(recordings, 'smoke'), '--out', out, '--first-port', '24900');
        expect(exported.code, exported.said).toBe(0);
      }
    }, 5 * MINUTE);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('ends in good order and leaves nothing running and nothing mounted', () => {
      expect([0, NOT_CLEAN]).toContain(recorded.code);
      const alive = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(work));
      expect(alive).toEqual([]);
      expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(work);
    });

    it('exports the same bytes twice', () => {
      for (const name of readdirSync(dataset)) {
        const [one, other] = [dataset, join(folder, 'again')].map((out) => readFileSync(join(out, name)));
        expect(one!.equals(other!), name).toBe(true);
      }
    });

    it('keeps every scrape with its own time, and the alerts that fired', async () => {
      const { series } = await readRawSeries(join(dataset, 'smoke.series.jsonl.gz'));
      const named = (name: string) => series.filter(({ labels }) => labels.__name__ === name);
      expect(series.length).toBeGreaterThan(150);
      const up = named('up');
      expect(up.map(({ labels }) => labels.instance).sort()).toEqual([
        'nginx',
        'node',
        'postgres',
        'prometheus',
        'redis',
        'shop-a',
        'shop-b',
        'shop-c',
      ]);
      for (const one of up) {
        expect(one.timestampsMs.length).toBeGreaterThan(110);
        expect(steps(one).every((ms) => ms > 500 && ms < 2_500)).toBe(true);
      }
      expect(new Set(up.flatMap((one) => steps(one))).size, 'real times, not rounded ones').toBeGreaterThan(1);
      const fired = named('ALERTS').filter(({ labels }) => labels.alertstate === 'firing');
      expect(fired.map(({ labels }) => labels.alertname)).toContain('CheckoutLatencyHigh');
      expect(fired.map(({ labels }) => labels.alertname)).toContain('InstanceErrorOutlier');
      expect(
        named('ALERTS').some(({ stale }) => stale.includes(1)),
        'an alert that ended has a staleness marker',
      ).toBe(true);
    });

    it('is a dataset whose two incidents hurt users, between their switches and soon after', async () => {
      expect((await lab('assemble.ts', dataset)).code).toBe(0);
      const [smoke] = (await loadDataset(dataset)).recordings;
      expect(smoke!.recording.timestampsMs.length).toBe(120);
      expect(
        smoke!.incidents
          .map(({ kind }) => kind)
          .filter((kind) => kind !== 'unplanned')
          .sort(),
      ).toEqual(['bad-instance', 'slow-dependency']);
      const column = (name: string) =>
        smoke!.recording.columns[smoke!.recording.channels.findIndex((channel) => channelName(channel) === name)]!;
      expect(Math.max(...column('requests_per_second'))).toBeGreaterThan(20);
      expect(Math.max(...column('payment_call_ms'))).toBeGreaterThan(1_000);
      expect(Math.max(...column('instance_error_spread'))).toBeGreaterThan(0.3);
      expect(column('cpu_busy_ratio').filter(Number.isNaN).length).toBeLessThan(12);
    });
  },
);

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function steps({ timestampsMs }: RawSeries): number[] {
  return [...timestampsMs.subarray(1)].map((ms, i) => ms - timestampsMs[i]!);
}
