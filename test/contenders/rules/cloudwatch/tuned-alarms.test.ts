import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Contender } from '../../../../src/contenders/contract.ts';
import { cloudwatchContender, cloudwatchFromConfig } from '../../../../src/contenders/rules/cloudwatch/contender.ts';
import { promqlQueries } from '../../../../src/contenders/rules/cloudwatch/promql-stream.ts';
import { parseAlarms } from '../../../../src/contenders/rules/cloudwatch/read-alarms.ts';
import { type SearchSpace, spaceAt } from '../../../../src/contenders/search-space.ts';
import type { JsonObject } from '../../../../src/json.ts';
import { observeAll } from '../../../../src/replay/replay.ts';
import { openDataset } from '../../../../src/run/open-dataset.ts';
import { alarm, type Fields } from './replaying.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbench-alarms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (alarms: readonly Fields[]): string => JSON.stringify({ MetricAlarms: alarms }, null, 2);

async function spaceOf<Found extends SearchSpace | undefined = SearchSpace>(
  text: string,
  name = 'alarms.json',
): Promise<Found> {
  const file = join(folder, name);
  writeFileSync(file, text);
  return (await cloudwatchContender({ file }, null, promqlQueries)).searchSpace as Found;
}

function writtenAt(space: SearchSpace, values: JsonObject): { settings: JsonObject; text: string } {
  let text = '';
  const settings = space.writtenAt(values, (ending, given) => {
    text = given;
    const path = join(folder, `tuned.${ending}`);
    writeFileSync(path, given);
    return path;
  });
  return { settings, text };
}

const tunedText = async (alarms: readonly Fields[], values: JsonObject) =>
  JSON.parse(writtenAt(await spaceOf(textOf(alarms)), values).text).MetricAlarms;

const PROMQL: Fields = {
  AlarmName: 'p',
  EvaluationCriteria: {
    PromQLCriteria: { Query: 'rate(x{a="b"}[5m]) > 5 and y < 0.5', PendingPeriod: 300, RecoveryPeriod: 60 },
  },
};

describe('tuned alarms', () => {
  it('have one factor for a role by default; for a metric or an alarm where that is asked for', async () => {
    const alarms = [
      alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }),
      alarm('b', { MetricName: 'net', Threshold: 0, EvaluationPeriods: 4 }),
      PROMQL,
    ];
    const space = await spaceOf(textOf(alarms));
    const names = (grain: 'shared' | 'by-kind' | 'by-rule') => spaceAt(space, grain).dimensions.map(({ name }) => name);
    expect(names('shared')).toEqual(['limits', 'holds', 'windows', 'keeps']);
    expect(names('by-kind')).toEqual([
      ...['cpu.limits', 'cpu.holds', 'cpu.windows', 'net.holds'],
      ...['PromQL.limits', 'PromQL.holds', 'PromQL.keeps'],
    ]);
    expect(names('by-rule')).toEqual(['a.limits', 'a.holds', 'a.windows', 'b.holds', 'p.limits', 'p.holds', 'p.keeps']);
  });

  it('move thresholds, data points and periods, pending and recovery, and the limits of queries', async () => {
    const alarms = [
      alarm('a', { EvaluationPeriods: 6, DatapointsToAlarm: 2, Threshold: -12.5 }),
      alarm('b', { EvaluationPeriods: 4 }),
      PROMQL,
    ];
    const values = { limits: 0.8, holds: 1.5, windows: 0.5, keeps: 2 };
    const [a, b, p] = await tunedText(alarms, values);
    expect(a).toEqual({ ...alarms[0], EvaluationPeriods: 3, DatapointsToAlarm: 3, Threshold: -10 });
    // All of its periods must breach, so that they are what it holds for.
    expect(b).toEqual({ ...alarms[1], EvaluationPeriods: 6, Threshold: 64 });
    expect(p.EvaluationCriteria.PromQLCriteria).toEqual({
      Query: 'rate(x{a="b"}[5m]) > 4 and y < 0.4',
      PendingPeriod: 450,
      RecoveryPeriod: 120,
    });
  });

  it('stay as CloudWatch takes them, whatever the factors', async () => {
    const factor = fc.double({ min: 0.5, max: 2, noNaN: true });
    const counts = fc.record({
      Period: fc.constantFrom(10, 60, 3600),
      N: fc.integer({ min: 1, max: 144 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(counts, factor, factor, async ({ Period, N, share }, holds, windows) => {
        const shipped = { Period, EvaluationPeriods: N, DatapointsToAlarm: Math.max(1, Math.round(share * N)) };
        const [tuned] = await tunedText([alarm('a', shipped)], { holds, windows });
        expect(() => parseAlarms(textOf([tuned]), 'alarms.json')).not.toThrow();
        const [alone] = await tunedText([alarm('a', { Period, EvaluationPeriods: N })], { holds });
        expect(() => parseAlarms(textOf([alone]), 'alarms.json')).not.toThrow();
      }),
      { numRuns: 60, examples: [[{ Period: 3600, N: 144, share: 1 }, 2, 2]] },
    );
  });

  it('have nothing to tune where there is nothing but a limit of 0 and one data point of a whole week', async () => {
    const weekly = alarm('a', { Threshold: 0, Period: 604_800 });
    expect(await spaceOf<SearchSpace | undefined>(textOf([weekly]))).toBeUndefined();
  });

  it('are written as the document was, but for their figures', async () => {
    const shipped = readFileSync('examples/cloudwatch/webshop-alarms.json', 'utf8');
    const { text } = writtenAt(await spaceOf(shipped), { limits: 1.1, holds: 0.6, windows: 1.4 });
    const masked = (json: string) =>
      json.replaceAll(/("(?:Threshold|EvaluationPeriods|DatapointsToAlarm)": )[-\d.e+]+/g, '$1#');
    expect(text).not.toBe(shipped);
    expect(masked(text)).toBe(masked(shipped));
    expect(text).toContain('"Threshold": 242,');
    expect(writtenAt(await spaceOf(shipped), { limits: 1, holds: 1, windows: 1 }).text).toBe(shipped);
    const yaml =
      'MetricAlarms:\n- {AlarmName: a, MetricName: cpu, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Namespace: T, Threshold: 8, # high\n   ComparisonOperator: GreaterThanThreshold}\n';
    expect(writtenAt(await spaceOf(yaml, 'alarms.yaml'), { limits: 2 }).text).toBe(yaml.replace('8, #', '16, #'));
  });

  it('give the decisions that were tried, in another process and from the file', async () => {
    const webshop = await openDataset({ path: 'datasets/webshop' });
    const { recording } = webshop.recordings.at(-1)!;
    const settings = { file: 'examples/cloudwatch/webshop-alarms.json', evaluationRange: 'N+1' };
    const { searchSpace, config } = await cloudwatchContender(settings, webshop);
    const values = { limits: 0.7, holds: 0.5, windows: 1.8 };
    const written = writtenAt(searchSpace!, values).settings;
    expect(written).toMatchObject({ evaluationRange: 'N+1' });
    const verdicts = async (contender: Contender) =>
      observeAll(await contender.fit({ train: [], seed: 1 }), recording).map((verdict) =>
        verdict.kind === 'scored' ? verdict.score : verdict,
      );
    const tried = await verdicts(cloudwatchFromConfig(searchSpace!.configAt(values)));
    expect(await verdicts(await cloudwatchContender(written, webshop))).toEqual(tried);
    expect(await verdicts(cloudwatchFromConfig(config))).not.toEqual(tried);
    expect(searchSpace!.configAt({})).toEqual(config);
  });
});
