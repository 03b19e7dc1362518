import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studyBehaviour } from '../../../../src/behaviour/study.ts';
import { cloudwatchSession } from '../../../../src/contenders/rules/cloudwatch/cloudwatch-session.ts';
import { cloudwatchContender, cloudwatchFromConfig } from '../../../../src/contenders/rules/cloudwatch/contender.ts';
import { readAlarms } from '../../../../src/contenders/rules/cloudwatch/read-alarms.ts';
import { decodeState, encodeState } from '../../../../src/contenders/state-codec.ts';
import { observeAll } from '../../../../src/replay/replay.ts';
import { makePlan } from '../../../../src/run/plan.ts';
import { readConfig } from '../../../../src/run/read-config.ts';
import { loadDataset } from '../../../../src/telemetry/load-dataset.ts';
import { faultsOf } from '../../../telemetry/faults-of.ts';
import { alarm, parsed, replayed, rows, settings } from './replaying.ts';

const EXAMPLE = 'examples/cloudwatch/webshop-alarms.json';

describe('CloudWatch alarms as a contender', () => {
  it('are rebuilt from their config alone, with every default and the step of the dataset filled in', async () => {
    const dataset = await loadDataset('datasets/webshop');
    const contender = await cloudwatchContender({ file: EXAMPLE }, dataset);
    expect(contender.config).toMatchObject({ resolution: '5m', evaluationRange: 'usual', stamp: 'start' });
    const config = JSON.parse(JSON.stringify(contender.config));
    const again = cloudwatchFromConfig(config);
    expect(again.config).toEqual(config);
    const { recording } = dataset.recordings.find(({ recording: { id } }) => id === 'validation')!;
    const verdicts = observeAll(await contender.fit({ train: [], seed: 1 }), recording);
    expect(observeAll(await again.fit({ train: [], seed: 1 }), recording)).toEqual(verdicts);
    const caught = verdicts.filter((verdict) => verdict.kind === 'scored' && verdict.score >= 1);
    expect(caught.length).toBeGreaterThan(20);
    expect(caught[0]).toMatchObject({
      causes: [{ source: expect.any(String), text: expect.stringMatching(/\[webshop-alarms\.json:\d+\]$/) }],
    });
  });

  it('name alarm, value, threshold and data points as the cause', () => {
    const alarms = parsed([alarm('cpu-high', { EvaluationPeriods: 3, DatapointsToAlarm: 2 })]);
    const { verdicts } = replayed(alarms, rows('1m', { cpu: [10, 96, Number.NaN, 92.5, 88] }));
    expect(verdicts[3]).toEqual({
      kind: 'scored',
      score: 1.15625, // the second largest of three: 92.5 is 12.5 / 80 beyond
      causes: [
        {
          source: 'cpu-high',
          channel: 'cpu',
          observed: 92.5,
          limit: 80,
          share: null,
          text: 'cpu Average: 92.5 is above 80; 2 of 3 data points of 1m breach, 2 of 3 needed [alarms.json:3]',
        },
      ],
    });
    expect(verdicts[4]).toMatchObject({
      causes: [{ text: expect.stringContaining('2 of 3 needed, in ALARM for 1m') }],
    });
  });

  it('score below 1 how near they are: a limit stricter by that factor would have been passed', () => {
    const cpu = [60, 70, 20];
    const scoreAt = (Threshold: number) => {
      const verdict = replayed(
        parsed([alarm('a', { EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold })]),
        rows('1m', { cpu }),
      ).verdicts[2]!;
      return verdict.kind === 'scored' ? verdict.score : Number.NaN;
    };
    expect(scoreAt(80)).toBe(0.75);
    expect(scoreAt(80 * 0.75)).toBeLessThan(1);
    expect(scoreAt(80 * 0.75 - 1e-9)).toBeGreaterThanOrEqual(1);
  });

  it('tell "never saw data" from "saw nothing wrong"', () => {
    const quiet = parsed([alarm('a', { TreatMissingData: 'notBreaching' })]);
    expect(replayed(quiet, rows('1m', { cpu: [1] })).verdicts[0]).toMatchObject({ kind: 'scored', causes: [] });
    expect(replayed(quiet, rows('1m', { cpu: [Number.NaN] })).verdicts[0]).toEqual({
      kind: 'abstained',
      reason: 'no alarm has data to go on (a)',
    });
    expect(replayed(quiet, rows('1m', { memory: [1] })).verdicts[0]).toEqual({
      kind: 'abstained',
      reason: 'a: no channel is cpu',
    });
  });

  it('refuse settings that are none and channels that are not there, all at once', async () => {
    const dataset = await loadDataset('datasets/webshop');
    const wrong = { file: EXAMPLE, evaluationRange: 'many', stamp: 'middle', resolution: '0s', alarm: [] };
    expect(await faultsOf(() => cloudwatchContender(wrong, dataset))).toHaveLength(4);
    const bands = [{ alarm: 'queue-lng', lower: 'queue_depth', upper: 'error_rati' }];
    const metrics = [{ metric: 'm', channel: 'latency_p95' }];
    const found = await faultsOf(() => cloudwatchContender({ file: EXAMPLE, bands, metrics }, dataset));
    expect(found.map(({ code, hint }) => [code, hint])).toEqual([
      ['cloudwatch/unknown-channel', 'did you mean "latency_p95_ms"?'],
      ['cloudwatch/unknown-alarm', 'did you mean "queue-long"?'],
      ['cloudwatch/unknown-channel', 'did you mean "error_ratio"?'],
    ]);
  });

  it('page by the alarms chosen by name', () => {
    const alarms = parsed([alarm('web/high'), alarm('db/high', { Threshold: 10 })]);
    const score = (chosen: string[]) => {
      const verdict = replayed(alarms, rows('1m', { cpu: [20] }), { alarms: chosen }).verdicts[0]!;
      return verdict.kind === 'scored' ? verdict.score : Number.NaN;
    };
    expect([score(['**']), score(['db/*']), score(['web/*'])]).toEqual([2, 2, 0.25]);
  });
});

describe('a session of CloudWatch alarms', () => {
  const everyKind = parsed(
    [
      alarm('mean', { EvaluationPeriods: 3, DatapointsToAlarm: 2, AlarmActions: ['page'] }),
      alarm('p90', { Statistic: undefined, ExtendedStatistic: 'p90', Period: 180, TreatMissingData: 'ignore' }),
      alarm('gone', {
        Statistic: 'SampleCount',
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      }),
      alarm('clock', { Period: 300, EvaluationWindow: { WallClockWindow: { Timezone: '+05:30' } } }),
      alarm('warm', { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 4 } }),
      {
        AlarmName: 'math',
        EvaluationPeriods: 2,
        Threshold: 10,
        ComparisonOperator: 'GreaterThanThreshold',
        Metrics: [
          { Id: 'e1', Expression: 'ABS(DIFF(FILL(m1, REPEAT)))' },
          { Id: 'm1', MetricStat: { Metric: { MetricName: 'cpu' }, Period: 60, Stat: 'Maximum' }, ReturnData: false },
        ],
      },
    ],
    [
      {
        AlarmName: 'both',
        AlarmRule: 'ALARM(mean) AND NOT OK(math)',
        ActionsSuppressor: 'gone',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 120,
      },
    ],
  ).alarms;
  const reading = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 160 }) },
    { weight: 2, arbitrary: fc.constant(Number.NaN) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, 5e-324),
    },
  );
  /** Seconds to the next row: repeated, late, and after a week too. */
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(60, 60, 15) },
    { weight: 1, arbitrary: fc.constantFrom(0, -60, -600, 3600, 604_800) },
  );
  const stream = fc.array(fc.tuple(step, reading), { minLength: 1, maxLength: 50 });

  it.each([15_000, 60_000, 300_000])(
    'goes on from a snapshot as if uninterrupted, with rows every %i ms',
    (resolutionMs) => {
      fc.assert(
        fc.property(stream, fc.nat(), (told, cut) => {
          const open = (from?: Uint8Array) =>
            cloudwatchSession(
              { alarms: everyKind, settings: settings({ resolutionMs }) },
              rows('1m', { cpu: [] }).channels,
              from === undefined ? undefined : decodeState(from),
            );
          let session = open();
          const uninterrupted = open();
          let nowMs = 1e12;
          told.forEach(([seconds, value], row) => {
            nowMs += seconds * 1000;
            if (row === cut % told.length) session = open(encodeState(session.state()));
            const at = () => ({ timestampMs: nowMs, values: Float64Array.of(value) });
            const verdict = session.observe(at());
            expect(verdict).toEqual(uninterrupted.observe(at()));
            if (verdict.kind === 'scored') expect(Number.isFinite(verdict.score)).toBe(true);
          });
        }),
      );
    },
  );

  it('takes no more memory the longer it runs', () => {
    const sizeAfter = (count: number) => {
      const cpu = Array.from({ length: count }, (_, i) => 50 + (i % 40));
      return encodeState(replayed({ alarms: everyKind }, rows('1m', { cpu })).session.state()).length;
    };
    expect(sizeAfter(2000)).toBeLessThan(sizeAfter(200) * 1.1);
  });
});

describe('the examples', () => {
  it('hold every property of the behaviour study', { timeout: 60_000 }, async () => {
    const dataset = await loadDataset('datasets/webshop');
    const contender = await cloudwatchContender({ file: EXAMPLE }, dataset);
    const { name, traits, config } = contender;
    const { properties } = await studyBehaviour({
      contender,
      info: { name, use: 'cloudwatch', traits: { ...traits, claims: [...traits.claims] }, config },
      train: dataset.recordings.slice(0, 1),
      seed: 1,
      runs: 20,
    });
    const broken = properties.filter(({ scope, outcome }) => scope !== 'characterise' && outcome.kind === 'violated');
    expect(broken).toEqual([]);
  });

  it('plan as they stand', async () => {
    const config = await readConfig('examples/cloudwatch/webshop.yaml');
    const plan = await makePlan(config, await loadDataset('datasets/webshop'));
    expect(plan.contenders.map(({ name }) => name)).toEqual(['null', 'rules', 'cloudwatch', 'cloudwatch-narrow-range']);
  });

  it.skipIf(!existsSync('../shared/nab'))(
    'plan on real CloudWatch series (skipped without a NAB checkout)',
    async () => {
      const config = await readConfig('examples/cloudwatch/ec2-cpu.yaml');
      expect(config.data).toMatchObject({ path: '../shared/nab' });
      expect((await readAlarms('examples/cloudwatch/ec2-cpu-alarms.json')).alarms).toHaveLength(2);
    },
  );
});
