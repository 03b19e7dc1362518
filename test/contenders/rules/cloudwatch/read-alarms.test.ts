import { describe, expect, it } from 'vitest';
import { parseAlarms } from '../../../../src/contenders/rules/cloudwatch/read-alarms.ts';
import { faultsOf, summary } from '../../../telemetry/faults-of.ts';
import { alarm, type Fields, parsed } from './replaying.ts';

const faults = async (metric: readonly Fields[], composite: readonly Fields[] = []) =>
  (await faultsOf(() => parsed(metric, composite))).map(({ code, message }) => `${code} ${message}`);

const math = (expression: string, changes: Fields = {}): Fields => ({
  AlarmName: 'ratio',
  EvaluationPeriods: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  Metrics: [
    { Id: 'e1', Expression: expression, ReturnData: true },
    {
      Id: 'm1',
      MetricStat: { Metric: { Namespace: 'T', MetricName: 'errors' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    },
  ],
  ...changes,
});

describe('a file of alarms', () => {
  it('is read with all that describe-alarms returns, state and paperwork included', () => {
    const paperwork = {
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a',
      AlarmDescription: 'd',
      AlarmConfigurationUpdatedTimestamp: '2025-03-03T00:00:00+00:00',
      OKActions: [],
      AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:pager'],
      InsufficientDataActions: [],
      StateValue: 'OK',
      StateReason: 'r',
      StateReasonData: '{"version":"1.0"}',
      StateUpdatedTimestamp: 1741000000.123,
      StateTransitionedTimestamp: '2025-03-03T00:00:00+00:00',
      EvaluationState: 'PARTIAL_DATA',
      Unit: 'Percent',
      DatapointsToAlarm: 1,
      TreatMissingData: 'ignore',
      EvaluateLowSampleCountPercentile: 'ignore',
      EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } },
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 },
      Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
    };
    const { alarms, document } = parsed([alarm('a', paperwork)]);
    expect(alarms).toMatchObject([
      {
        kind: 'metric',
        name: 'a',
        acts: true,
        where: 'alarms.json:3',
        treatMissingData: 'ignore',
        ignoresLowSampleCount: true,
        window: { kind: 'wall-clock', timeZone: 'Europe/Berlin' },
        warmUp: { durationMs: 1_800_000, full: false },
        queries: [{ metric: { dimensions: { InstanceId: 'i-1' } } }],
      },
    ]);
    expect(JSON.stringify(document)).not.toContain('StateReason');
    expect(parseAlarms(JSON.stringify(document), 'alarms.json').alarms).toMatchObject([{ name: 'a', acts: true }]);
  });

  it('keeps its state without data where it watches DynamoDB, unless told otherwise', () => {
    const treat = (changes: Fields) => parsed([alarm('a', changes)]).alarms[0];
    expect(treat({})).toMatchObject({ treatMissingData: 'missing' });
    expect(treat({ Namespace: 'AWS/DynamoDB' })).toMatchObject({ treatMissingData: 'ignore' });
    expect(treat({ Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' })).toMatchObject({
      treatMissingData: 'breaching',
    });
  });

  it('says everything that is wrong with it at once, each with line and column', async () => {
    const text = `{
  "MetricAlarms": [
    { "AlarmName": "a", "MetricName": "m", "Statistic": "Average", "Period": 60, "EvaluationPeriods": 2,
      "DatapointsToAlarm": 3, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold" },
    { "AlarmName": "b", "Metrics": [
        { "Id": "e1", "Expression": "\\"\\u0041\\" + SUMM(m1)" },
        { "Id": "m1", "MetricStat": { "Metric": { "MetricName": "x" }, "Period": 60, "Stat": "p990" }, "ReturnData": false }
      ], "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "LessThanThreshold" }
  ],
  "CompositeAlarms": [
    { "AlarmName": "c", "AlarmRule": "ALARM(\\"a\\") AND ALARM(\\"bb\\")" },
    { "AlarmName": "d", "AlarmRule": "ALARM(d) OR" },
    { "AlarmName": "e", "AlarmRule": "ALARM(f)" },
    { "AlarmName": "f", "AlarmRule": "NOT OK(e)" },
    { "AlarmName": "f", "AlarmRule": "TRUE", "ActionsSuppressor": "nobody" }
  ],
  "NextToken": "abc"
}`;
    const found = await faultsOf(() => parseAlarms(text, 'alarms.json'));
    expect(found.map(summary).sort()).toEqual(
      [
        '4:28 cloudwatch/alarm',
        '7:94 cloudwatch/metric',
        '11:62 cloudwatch/unknown-alarm',
        '12:50 cloudwatch/alarm-rule',
        '13:38 cloudwatch/cycle',
        '14:38 cloudwatch/cycle',
        '15:20 cloudwatch/duplicate-name',
        '15:67 cloudwatch/unknown-alarm',
        '17:16 cloudwatch/more-pages',
        '6:38 cloudwatch/metric-math',
        '6:51 cloudwatch/metric-math',
      ].sort(),
    );
  });

  it('takes keys of the API alone, and suggests the one that was meant', async () => {
    const [fault] = await faultsOf(() => parsed([alarm('a', { TreatMissing: 'ignore' })]));
    expect(fault).toMatchObject({
      code: 'document/unknown-key',
      place: { line: 12 },
      hint: 'did you mean "TreatMissingData"?',
    });
  });

  it.each<[string, Fields, RegExp]>([
    ['no statistic', { Statistic: undefined }, /one of Statistic and ExtendedStatistic/],
    ['two statistics', { ExtendedStatistic: 'p99' }, /one of Statistic and ExtendedStatistic/],
    ['no such statistic', { Statistic: undefined, ExtendedStatistic: 'median' }, /no statistic "median"/],
    ['no threshold', { Threshold: undefined }, /Threshold is missing/],
    ['no comparison', { ComparisonOperator: undefined }, /ComparisonOperator is missing/],
    ['no period', { Period: undefined }, /Period is missing/],
    ['no metric', { MetricName: undefined }, /one of MetricName, Metrics and EvaluationCriteria/],
    ['a range of more than a day', { Period: 300, EvaluationPeriods: 289 }, /longer than a day/],
    ['a range of more than a week', { Period: 3600, EvaluationPeriods: 169 }, /longer than a week/],
    ['a band without its id', { ComparisonOperator: 'GreaterThanUpperThreshold' }, /ThresholdMetricId is missing/],
    ['an unknown time zone', { EvaluationWindow: { WallClockWindow: { Timezone: 'Mars/Olympus' } } }, /no time zone/],
    [
      'wall clock of ten minutes',
      { Period: 600, EvaluationWindow: { WallClockWindow: {} } },
      /wall clock window needs/,
    ],
    ['both windows', { EvaluationWindow: { WallClockWindow: {}, SlidingWindow: {} } }, /not both/],
  ])('refuses an alarm with %s', async (_, changes, message) => {
    const found = await faults([alarm('a', changes)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it.each([
    ['SUM([m1, m1])', null],
    ['m1 / 2', null],
    ['AVG(m1)', /watches one time series, got a number/],
    ['METRICS()', /watches one time series, got an array/],
    ['m1 + e1', /e1 depends on itself/],
    ['m1 + ', /expected a number, an id/],
  ])('takes the expression %s, or says why not', async (expression, message) => {
    if (message === null) expect(parsed([math(expression)]).alarms[0]).toMatchObject({ kind: 'metric', watched: 'e1' });
    else expect((await faults([math(expression)]))[0]).toMatch(message);
  });

  it.each([
    ['a search', math('SUM(SEARCH(\'{T} errors\', "Sum", 60))'), /e1 at letter 5, SEARCH/],
    ['a Metrics Insights query', math('SELECT MAX(cpu) FROM SCHEMA("AWS/EC2")'), /Metrics Insights/],
    ['a winsorised mean', alarm('a', { Statistic: undefined, ExtendedStatistic: 'WM(10%:90%)' }), /WM\(10%:90%\)/],
  ])('keeps %s, and says why it cannot be replayed', (_, fields, reason) => {
    expect(parsed([fields]).alarms).toMatchObject([{ kind: 'unreplayable', reason: expect.stringMatching(reason) }]);
  });

  it('refuses alarms of metrics with several periods, and several that return data', async () => {
    const metric = (Id: string, Period: number, ReturnData: boolean) => ({
      Id,
      MetricStat: { Metric: { MetricName: 'x' }, Period, Stat: 'Sum' },
      ReturnData,
    });
    expect(await faults([math('', { Metrics: [metric('m1', 60, true), metric('m2', 300, false)] })])).toEqual([
      expect.stringContaining('share one Period'),
    ]);
    expect(await faults([math('', { Metrics: [metric('m1', 60, true), metric('m2', 60, true)] })])).toEqual([
      expect.stringContaining('2 metrics return data, expected 1'),
    ]);
  });

  it('knows alarms by ARN too, and alarms on logs by name', () => {
    const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a';
    const composite = [
      { AlarmName: 'by-arn', AlarmRule: `ALARM(${arn})` },
      { AlarmName: 'on-logs', AlarmRule: 'ALARM(errors-in-log)' },
    ];
    const text = JSON.stringify({
      MetricAlarms: [alarm('a')],
      LogAlarms: [{ AlarmName: 'errors-in-log', Whatever: 1 }],
      CompositeAlarms: composite,
    });
    expect(parseAlarms(text, 'x.json').alarms.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'a metric',
      'errors-in-log unreplayable',
      'by-arn composite',
      'on-logs composite',
    ]);
  });
});
