import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENGINE } from '../../../../../src/contenders/rules/prometheus/evaluation/engine-options.ts';
import { groupClock } from '../../../../../src/contenders/rules/prometheus/evaluation/group-clock.ts';
import { groupRunner } from '../../../../../src/contenders/rules/prometheus/evaluation/group-runner.ts';
import { layeredSource } from '../../../../../src/contenders/rules/prometheus/evaluation/layered-source.ts';
import { liveWindow } from '../../../../../src/contenders/rules/prometheus/evaluation/live-window.ts';
import { ruleProgram } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import {
  compareFirings,
  recordedFirings,
  recordedPhases,
} from '../../../../../src/contenders/rules/prometheus/replay/recorded-firings.ts';
import { replayRules } from '../../../../../src/contenders/rules/prometheus/replay/rule-replay.ts';
import type { SampleSource } from '../../../../../src/promql/sample-source.ts';
import type { RawSeries } from '../../../../../src/telemetry/raw-series.ts';
import { series, sourceOf } from '../told-series.ts';

const FILES = parseRuleFile(
  `groups:
  - name: one
    rules:
      - { record: mean, expr: avg(load) }
      - { alert: High, expr: load > 6, for: 1m, labels: { severity: page } }
  - name: two
    interval: 30s
    rules:
      - { alert: Mean, expr: mean > 5, keep_firing_for: 1m }
`,
  'r.yml',
);
const END_MS = 40 * 60_000;

/** What a server with these phases would have stored of its own rules. */
function recordedBy(source: SampleSource, phases: Readonly<Record<string, number>>): RawSeries[] {
  const program = ruleProgram(FILES, { phaseMs: ({ name }) => phases[name]! }, true);
  const written = liveWindow();
  let nowMs = 0;
  const layered = layeredSource(source, written, () => nowMs);
  const runner = groupRunner(program, layered, (labels, atMs, value, stale) =>
    written.append(labels, atMs, value, stale),
  );
  for (const clock = groupClock(program, 0); clock.nextMs <= END_MS; ) {
    nowMs = clock.nextMs;
    runner.evaluate(clock.take(), nowMs, () => {});
  }
  return written
    .select([], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
    .map(({ labels, timestampsMs, values, stale }) => ({
      labels: Object.fromEntries(labels.pairs),
      timestampsMs,
      values,
      stale: stale ?? new Uint8Array(timestampsMs.length),
    }));
}

const anySource = fc
  .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { minLength: 80, maxLength: 80 })
  .map((rows) => {
    const times = rows.map((_, i) => i * 29_000);
    return sourceOf(
      series(
        { __name__: 'load', job: 'a' },
        times,
        rows.map(([a]) => a),
      ),
      series(
        { __name__: 'load', job: 'b' },
        times,
        rows.map(([, b]) => b),
      ),
    );
  });

describe('what a server recorded of its alerts', () => {
  it('gives back the phases of its groups, and at these a replay has the same firings, start and end', () => {
    let firings = 0;
    fc.assert(
      fc.property(anySource, fc.nat({ max: 59_999 }), fc.nat({ max: 29_999 }), (source, one, two) => {
        const recorded = recordedBy(source, { one, two });
        const phases = recordedPhases(FILES.groups, recorded, DEFAULT_ENGINE);
        expect(phases.get('one')).toBe(one);
        if (phases.has('two')) expect(phases.get('two')).toBe(two);
        const phaseMs = ({ name }: { name: string }) => phases.get(name) ?? 0;
        const replay = replayRules(FILES, source, { startMs: 0, endMs: END_MS }, { phaseMs });
        const compared = compareFirings(replay.firings, recordedFirings(recorded));
        expect(compared).toEqual({ same: replay.firings.length, shifted: [], onlyReplayed: [], onlyRecorded: [] });
        firings += compared.same;
      }),
      { numRuns: 30 },
    );
    expect(firings).toBeGreaterThan(100);
  });

  it('tells shifted firings from such as only one side has', () => {
    const minutes = Array.from({ length: 30 }, (_, i) => i * 60_000);
    const load = (from: number, to: number) => minutes.map((_, i) => (i >= from && i < to ? 9 : 1));
    const source = sourceOf(series({ __name__: 'load' }, minutes, load(3, 8)));
    const replay = replayRules(FILES, source, { startMs: 0, endMs: END_MS });
    const later = recordedFirings(
      recordedBy(sourceOf(series({ __name__: 'load' }, minutes, load(4, 8))), { one: 0, two: 0 }),
    );
    const compared = compareFirings(replay.firings, later);
    expect(
      compared.shifted.map(({ replayed, startByMs, endByMs }) => [replayed.rule.name, startByMs, endByMs]),
    ).toEqual([
      ['Mean', -60_000, 0],
      ['High', -60_000, 0],
    ]);
    const [high] = replay.firings.filter(({ rule }) => rule.name === 'High');
    expect(compareFirings([high!], [])).toMatchObject({ same: 0, onlyReplayed: [high] });
    expect(compareFirings([], later).onlyRecorded).toEqual(later);
  });
});
