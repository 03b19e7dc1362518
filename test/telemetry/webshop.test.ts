import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateWebshop, WEBSHOP_RULES, WEBSHOP_SEED } from '../../src/telemetry/generate-webshop.ts';
import { labelRows } from '../../src/telemetry/label-rows.ts';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';
import { CHANNEL_NAMES, type ChannelName } from '../../src/telemetry/webshop/channels.ts';
import { INCIDENT_KINDS } from '../../src/telemetry/webshop/kinds.ts';
import { type Plan, type ScheduledEvent, schedule } from '../../src/telemetry/webshop/schedule.ts';
import { simulate } from '../../src/telemetry/webshop/simulate.ts';

const shipped = 'datasets/webshop';
const PLAN: Plan = { startMs: Date.UTC(2025, 3, 7), days: 14, incidents: 14, deploys: 5, campaigns: 2 };
const seeds = fc.integer({ min: 1, max: 0x7fffffff });
const textOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? content : gunzipSync(content).toString('utf8');

describe('the web shop that ships', () => {
  it('is what its seed gives, text for text', async () => {
    const rules = await readFile(join(shipped, WEBSHOP_RULES), 'utf8');
    for (const [path, content] of generateWebshop(WEBSHOP_SEED, rules)) {
      const stored = textOf(
        path.endsWith('.gz') ? await readFile(join(shipped, path)) : await readFile(join(shipped, path), 'utf8'),
      );
      const blank = (text: string) => (path === 'dataset.json' ? text.replace(/"sha256": "\w+"/g, '') : text);
      expect(blank(stored) === blank(textOf(content)), path).toBe(true);
    }
  });

  it('loads with its checksums, has every incident kind in every labelled part and none in training', async () => {
    const { recordings, channels, rulesFile } = await loadDataset(shipped);
    expect(channels.map(({ labels }) => labels.__name__)).toEqual(CHANNEL_NAMES);
    expect(rulesFile).toMatch(/webshop\.rules\.yaml$/);
    expect(recordings.map(({ role, incidents }) => [role, incidents.length])).toEqual([
      ['train', 0],
      ['validation', 13],
      ['test', 14],
      ['test', 14],
    ]);
    for (const { incidents, benign } of recordings.slice(1)) {
      expect(new Set(incidents.map(({ kind }) => kind))).toEqual(new Set(INCIDENT_KINDS.map(({ kind }) => kind)));
      expect(new Set(benign.map(({ kind }) => kind))).toEqual(new Set(['backup', 'deploy', 'campaign']));
    }
  });

  it('misses few readings outside its gaps, and never repeats or skips a time', async () => {
    for (const { recording, incidents } of (await loadDataset(shipped)).recordings) {
      const labels = labelRows(recording, incidents);
      const missing = recording.columns.flatMap((column) =>
        [...column].filter((v, row) => Number.isNaN(v) && labels[row] === 0),
      );
      expect(missing.length / (labels.length * CHANNEL_NAMES.length)).toBeGreaterThan(0.0001);
      expect(missing.length / (labels.length * CHANNEL_NAMES.length)).toBeLessThan(0.003);
      expect(recording.timestampsMs.every((ms, row, all) => row === 0 || ms - all[row - 1]! === 300_000)).toBe(true);
    }
  });
});

describe('generating a web shop', () => {
  it('gives the same text for the same seed and another for another', () => {
    const [first, again, other] = [generateWebshop(7), generateWebshop(7), generateWebshop(8)];
    expect([...again.keys()]).toEqual([...first.keys()]);
    for (const [path, content] of first) expect(textOf(again.get(path)!) === textOf(content), path).toBe(true);
    expect(textOf(other.get('test-a.csv.gz')!) === textOf(first.get('test-a.csv.gz')!)).toBe(false);
    expect(() => generateWebshop(0)).toThrow(/seed/);
  });

  it('never lets two events come near each other, nor an incident begin on the first day', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const events = schedule(PLAN, seed);
        expect(events.filter(({ isIncident }) => isIncident)).toHaveLength(14);
        events.slice(1).forEach((event, i) => {
          expect(event.startMs - events[i]!.endMs).toBeGreaterThan(3_600_000);
        });
        for (const { startMs, endMs, isIncident } of events) {
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          if (isIncident) expect(startMs).toBeGreaterThanOrEqual(PLAN.startMs + 86_400_000);
          expect(endMs).toBeLessThan(PLAN.startMs + 14 * 86_400_000);
        }
      }),
    );
  });

  it('changes no reading before its first event and only its own rows but for a restart', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const incidents = schedule(PLAN, seed).filter(({ isIncident }) => isIncident);
        const healthy = simulate('healthy', PLAN, [], seed);
        const troubled = simulate('troubled', PLAN, incidents, seed);
        const labels = labelRows(troubled, incidents);
        troubled.columns.forEach((column, c) => {
          expect(column.every((value, row) => labels[row] === 1 || Object.is(value, healthy.columns[c]![row]))).toBe(
            true,
          );
        });
      }),
      { numRuns: 5 },
    );
  });

  const oneEvent = (kind: string, strength: number) => {
    const found = INCIDENT_KINDS.find((candidate) => candidate.kind === kind)!;
    const startMs = PLAN.startMs + 3 * 86_400_000 + 5 * 3_600_000;
    const event: ScheduledEvent = {
      kind: found,
      isIncident: true,
      startMs,
      endMs: startMs + 3_600_000,
      strength,
      pick: 0.3,
    };
    const [before, after] = [simulate('a', PLAN, [], 5), simulate('b', PLAN, [event], 5)];
    const rows = [...after.timestampsMs.keys()].filter((row) => labelRows(after, [event])[row] === 1);
    const mean = (columns: readonly Float64Array[], name: ChannelName) => {
      const values = rows.map((row) => columns[CHANNEL_NAMES.indexOf(name)]![row]!).filter((v) => !Number.isNaN(v));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const ratio = (name: ChannelName) => mean(after.columns, name) / mean(before.columns, name);
    return { ratio, after, rows };
  };

  it('grows every graded kind with its strength', () => {
    expect(oneEvent('spike', 1).ratio('latency_p95_ms')).toBeGreaterThan(4);
    expect(oneEvent('spike', 0).ratio('latency_p95_ms')).toBeCloseTo(1.2, 1);
    expect(oneEvent('lost-traffic', 1).ratio('requests_per_second')).toBeLessThan(0.3);
    expect(oneEvent('checkout-broken', 1).ratio('orders_per_minute')).toBeLessThan(0.2);
    expect(oneEvent('checkout-broken', 1).ratio('requests_per_second')).toBe(1);
    expect(oneEvent('contextual', 1).ratio('requests_per_second')).toBeGreaterThan(2);
    expect(oneEvent('slow-ramp', 1).ratio('queue_depth')).toBeGreaterThan(3);
  });

  it('drives latency, CPU and connections by load', () => {
    const { ratio } = oneEvent('contextual', 1);
    for (const name of ['cpu_utilisation', 'latency_p95_ms', 'db_connections'] as const) {
      expect(ratio(name)).toBeGreaterThan(1.1);
    }
    expect(ratio('orders_per_minute')).toBeLessThan(1.02);
  });

  it('repeats a flatline digit for digit and leaves a gap empty', () => {
    const flat = oneEvent('flatline', 0.5);
    const stuck = flat.rows.map((row) => flat.after.columns[CHANNEL_NAMES.indexOf('latency_p95_ms')]![row]!);
    expect(new Set(stuck.filter((value) => !Number.isNaN(value))).size).toBe(1);
    const empty = oneEvent('gap', 1);
    expect(empty.after.columns.every((column) => empty.rows.every((row) => Number.isNaN(column[row])))).toBe(true);
  });
});
