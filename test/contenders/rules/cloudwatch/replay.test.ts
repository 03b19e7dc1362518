import { describe, expect, it } from 'vitest';
import { sweepEvaluationRange } from '../../../../src/contenders/rules/cloudwatch/range-sweep.ts';
import { alarm, type Fields, parsed, picture, replayed, rows, settings } from './replaying.ts';

const _ = Number.NaN;
const HOUR_MS = 3_600_000;
const times = (value: number, count: number): number[] => new Array<number>(count).fill(value);

describe('a metric alarm over a recording', () => {
  it('waits until the recording covers the periods it judges', () => {
    const high = rows('1m', { cpu: times(90, 5) });
    expect(picture({}, high)).toBe('#####');
    expect(picture({ EvaluationPeriods: 3 }, high)).toBe('??###');
    expect(picture({ Period: 300 }, high)).toBe('????#');
  });

  it('needs M of the last N data points', () => {
    const cpu = [0, 90, 0, 90, 0, 90, 90, 90, 0, 0, 0];
    expect(picture({ EvaluationPeriods: 3 }, rows('1m', { cpu }))).toBe('??.....#...');
    expect(picture({ EvaluationPeriods: 3, DatapointsToAlarm: 2 }, rows('1m', { cpu }))).toBe('??.#.####..');
  });

  it.each([
    ['GreaterThanThreshold', [79, 80, 81], '..#'],
    ['GreaterThanOrEqualToThreshold', [79, 80, 81], '.##'],
    ['LessThanThreshold', [79, 80, 81], '#..'],
    ['LessThanOrEqualToThreshold', [79, 80, 81], '##.'],
  ])('%s of 80 over %o', (ComparisonOperator, cpu, expected) => {
    expect(picture({ ComparisonOperator }, rows('1m', { cpu }))).toBe(expected);
  });

  it('slides: two bad minutes are one data point of five minutes or two, by the minute of evaluation', () => {
    // The bad minutes 6 and 7 lie in one period of some evaluations, and on both sides of an edge of others.
    const cpu = [...times(0, 6), 300, 300, ...times(0, 8)];
    const two = { Period: 300, EvaluationPeriods: 2, Threshold: 50, Statistic: 'Average' };
    const quarter = { ...two, Statistic: 'Maximum' };
    expect(picture({ ...two, EvaluationPeriods: 1 }, rows('1m', { cpu }))).toBe('????..######....');
    expect(picture(quarter, rows('1m', { cpu }))).toBe('?????????..#....');
  });

  it('on the wall clock judges whole periods alone', () => {
    const cpu = [...times(0, 6), 300, 300, ...times(0, 8)];
    const wallClock = { Period: 300, EvaluationWindow: { WallClockWindow: {} }, Threshold: 50 };
    expect(picture(wallClock, rows('1m', { cpu }))).toBe('????.....#####..');
  });

  it('lays wall clock days out in their time zone, and knows a day of 23 hours', () => {
    // 30 March 2025 has no hour from two to three in Berlin: the day is over at 22:00 UTC.
    const startMs = Date.UTC(2025, 2, 28, 0);
    const hours = 24 * 4;
    const cpu = Array.from({ length: hours }, (_nothing, hour) =>
      startMs + hour * HOUR_MS === Date.UTC(2025, 2, 30, 12) ? 1 : 0,
    );
    const day = {
      Period: 86_400,
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } },
    };
    const shown = picture(day, rows('1h', { cpu }, startMs), { resolutionMs: HOUR_MS });
    // The verdict of a row is that of the end of its hour.
    expect(shown.indexOf('#')).toBe((Date.UTC(2025, 2, 30, 21) - startMs) / HOUR_MS);
    expect(shown.indexOf('.')).toBe((Date.UTC(2025, 2, 29, 22) - startMs) / HOUR_MS);
  });

  it.each([
    ['missing', '.#??.'],
    ['ignore', '.###.'],
    ['breaching', '.###.'],
    ['notBreaching', '.#...'],
  ])('treats missing data as %s', (TreatMissingData, ending) => {
    const cpu = [0, 90, _, _, _, _, 0];
    const shown = picture({ TreatMissingData }, rows('1m', { cpu }));
    expect(shown[0]! + shown[1]! + shown.slice(-3)).toBe(ending);
  });

  it('goes on looking at old data while it lies in the range', () => {
    // One of one needed, three periods fetched: the breach stays the newest reading for two more minutes.
    expect(picture({ TreatMissingData: 'notBreaching' }, rows('1m', { cpu: [90, _, _, _, _] }))).toBe('###..');
    const narrow = { evaluationRange: 'N' };
    expect(picture({ TreatMissingData: 'notBreaching' }, rows('1m', { cpu: [90, _, _, _, _] }), narrow)).toBe('#....');
  });

  it('sees time pass over rows that were never recorded', () => {
    const recording = rows('1m', { cpu: [0, 0, 0] });
    recording.timestampsMs[2] = 30 * 24 * HOUR_MS;
    const { pictures, verdicts } = replayed(parsed([alarm('a', { TreatMissingData: 'breaching' }), alarm('b')]), {
      ...recording,
      columns: [Float64Array.of(0, 0, _)],
    });
    expect(pictures).toEqual({ a: '..#', b: '..?' });
    expect(verdicts[2]).toMatchObject({ kind: 'scored', score: 1 });
  });

  it('puts late rows where they belong while they can still be looked at', () => {
    const recording = rows('1m', { cpu: [0, 0, 0, 95, 0] });
    recording.timestampsMs.set([0, 60_000, 180_000, 120_000, 240_000]); // minute 2 comes after minute 3
    expect(picture({ EvaluationPeriods: 3, DatapointsToAlarm: 1 }, recording)).toBe('??..#');
  });

  it('evaluates periods under a minute every ten seconds', () => {
    const cpu = [0, 90, 0, 0];
    const shown = picture({ Period: 10 }, rows('10s', { cpu }), { resolutionMs: 10_000 });
    expect(shown).toBe('.#..');
  });

  it('takes finer rows as samples of a minute, stamped at their start or their end', () => {
    const cpu = [0, 0, 0, 400, 0, 0, 0, 0];
    const quarters = { resolutionMs: 15_000 };
    expect(picture({}, rows('15s', { cpu }), quarters)).toBe('???####.');
    // Stamped at their end, the row of the full minute closes it.
    expect(picture({}, rows('15s', { cpu }, 15_000), { ...quarters, stamp: 'end' })).toBe('???####.');
  });

  it.each([
    ['Average', 3.75],
    ['Sum', 15],
    ['Minimum', 1],
    ['Maximum', 8],
    ['SampleCount', 4],
    ['p50', 3],
    ['p100', 8],
    ['tm50', 1.5],
    ['TM(50%:100%)', 6],
    ['IQR', 3],
  ])('%s of 1, 2, 4 and 8 is %d', (statistic, expected) => {
    const plain = /^[A-Z][a-z]/.test(statistic);
    const fields = plain ? { Statistic: statistic } : { Statistic: undefined, ExtendedStatistic: statistic };
    const cpu = rows('15s', { cpu: [8, 1, 4, 2] });
    const at = (Threshold: number) =>
      picture({ ...fields, Threshold, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }, cpu, {
        resolutionMs: 15_000,
      }).at(-1);
    expect([at(expected), at(expected + 1e-9)]).toEqual(['#', '.']);
  });

  it('keeps its state on percentiles of few samples where told to ignore them', () => {
    const p75 = { Statistic: undefined, ExtendedStatistic: 'p75', EvaluateLowSampleCountPercentile: 'ignore' };
    const quarters = { resolutionMs: 1000 };
    // 10 / (1 - 0.75): forty samples are needed.
    expect(picture(p75, rows('1s', { cpu: times(90, 60) }), quarters).at(-1)).toBe('#');
    expect(picture(p75, rows('1s', { cpu: [...times(90, 39), ...times(_, 21)] }), quarters).at(-1)).toBe('?');
    const evaluated = { ...p75, EvaluateLowSampleCountPercentile: 'evaluate' };
    expect(picture(evaluated, rows('1s', { cpu: [...times(90, 39), ...times(_, 21)] }), quarters).at(-1)).toBe('#');
  });

  it('warms up until its periods have data, or for the whole time where told to', () => {
    const configured = (full: boolean): Fields => ({
      TreatMissingData: 'breaching',
      EvaluationPeriods: 2,
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 6, OnlyStartEvaluatingAfterWarmUpPeriodEnds: full },
    });
    const late = rows('1m', { cpu: [_, _, 90, 90, 90, 90, 90] });
    expect(picture({ TreatMissingData: 'breaching', EvaluationPeriods: 2 }, late)).toBe('?######');
    expect(picture(configured(false), late)).toBe('???####');
    expect(picture(configured(true), late)).toBe('?????##');
    expect(picture(configured(false), rows('1m', { cpu: times(_, 7) }))).toBe('?????##');
  });
});

describe('metrics and channels', () => {
  const shown = (fields: Fields, recording: ReturnType<typeof rows>, changes = {}) => {
    const { session, pictures } = replayed(parsed([alarm('a', fields)]), recording, changes);
    return { covered: session.coverage.get('a'), picture: pictures.a };
  };
  const onHost = { Dimensions: [{ Name: 'Host-Name', Value: 'one' }] };

  it('meet where name and dimensions are the same, no more and no less', () => {
    const covered = (fields: Fields, channel: string) => shown(fields, rows('1m', { [channel]: [1] })).covered?.kind;
    expect(covered({}, 'cpu')).toBe('replayed');
    expect(covered({}, 'cpu{namespace="Test"}')).toBe('replayed');
    expect(covered({}, 'cpu{namespace="Other"}')).toBe('no-data');
    expect(covered({}, 'cpu{host="one"}')).toBe('no-data');
    expect(covered(onHost, 'cpu')).toBe('no-data');
    expect(covered(onHost, 'cpu{Host_Name="one"}')).toBe('replayed');
    expect(covered(onHost, 'cpu{Host_Name="two"}')).toBe('no-data');
  });

  it('are brought together by a mapping', () => {
    const metrics = [{ metric: 'cpu', dimensions: { 'Host-Name': 'one' }, channel: 'value', holds: 'Average' }];
    expect(shown(onHost, rows('1m', { value: [90] }), { metrics })).toMatchObject({ picture: '#' });
    expect(shown({}, rows('1m', { value: [90] }), { metrics }).covered).toEqual({
      kind: 'no-data',
      reason: 'no channel is cpu',
    });
  });

  it('average by sums and sample counts where there are any', () => {
    const recording = rows('1m', {
      'cpu{stat="Sum"}': [100, 900],
      'cpu{stat="SampleCount"}': [1, 99],
      'cpu{stat="Average"}': [100, 900 / 99],
    });
    const twoMinutes = { Period: 120, Threshold: 10, ComparisonOperator: 'GreaterThanOrEqualToThreshold' };
    expect(shown(twoMinutes, recording)).toMatchObject({ picture: '?#', covered: { notes: [] } });
    expect(shown({ ...twoMinutes, Threshold: 10.01 }, recording).picture).toBe('?.');
    const averages = rows('1m', { 'cpu{stat="Average"}': [100, 900 / 99] });
    expect(shown({ ...twoMinutes, Threshold: 50 }, averages)).toMatchObject({
      picture: '?#',
      covered: { notes: [expect.stringContaining('weighed equally')] },
    });
  });

  it('say so where a statistic cannot be made of what was recorded', () => {
    const p99 = { Statistic: undefined, ExtendedStatistic: 'p99' };
    const recording = rows('1m', { 'cpu{stat="p99"}': [90, 90, 90, 90, 90] });
    expect(shown(p99, recording).picture).toBe('#####');
    expect(shown({ ...p99, Period: 300 }, recording).covered).toEqual({
      kind: 'unreplayable',
      reason: 'p99 over 5m cannot be made of p99 over 1m',
    });
    expect(shown({ Statistic: 'Sum' }, recording).covered).toMatchObject({ reason: 'Sum cannot be made of p99' });
  });

  it('of coarse rows are evaluated on whole rows alone, and marked so', () => {
    const fiveMinutes = { resolutionMs: 300_000 };
    const recording = rows('5m', { cpu: [0, 90, 90, 0] }, 120_000);
    const { covered, picture: seen } = shown({ Period: 300, EvaluationPeriods: 2 }, recording, fiveMinutes);
    expect(seen).toBe('?.#.');
    expect(covered).toMatchObject({ notes: [expect.stringContaining('minute of evaluation')] });
    expect(shown({ Period: 60 }, recording, fiveMinutes).covered).toEqual({
      kind: 'unreplayable',
      reason: 'rows every 5m make no periods of 1m',
    });
  });
});

describe('an alarm on metric math', () => {
  const stat = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { MetricName }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const ratio = (Expression: string, more: readonly Fields[] = []): Fields => ({
    AlarmName: 'ratio',
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: [{ Id: 'e1', Expression }, ...more, stat('errors', 'errors'), stat('requests', 'requests')],
  });
  const recording = rows('1m', { errors: [0, 6, 6, _], requests: [100, 100, 200, 0] });

  it('watches the expression over its periods', () => {
    const shown = (expression: string, more?: readonly Fields[]) =>
      replayed(parsed([ratio(expression, more)]), recording, { evaluationRange: 'N' }).pictures.ratio;
    expect(shown('100 * errors / requests')).toBe('.#.?');
    expect(shown('FILL(100 * errors / requests, 9)')).toBe('.#.#');
    expect(shown('share * 100', [{ Id: 'share', Expression: 'errors / requests', ReturnData: false }])).toBe('.#.?');
    expect(shown('SUM(METRICS("err"))')).toBe('.##?');
  });

  it('needs the metrics it reads and no others', () => {
    const only = rows('1m', { errors: [9] });
    expect(replayed(parsed([ratio('errors + 0')]), only).pictures.ratio).toBe('#');
    expect(replayed(parsed([ratio('errors / requests')]), only).session.coverage.get('ratio')).toEqual({
      kind: 'no-data',
      reason: 'no channel is requests',
    });
  });
});

describe('an anomaly-band alarm', () => {
  const banded: Fields = {
    AlarmName: 'odd',
    EvaluationPeriods: 1,
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    ThresholdMetricId: 'ad1',
    Metrics: [
      { Id: 'm1', MetricStat: { Metric: { MetricName: 'cpu' }, Period: 60, Stat: 'Average' }, ReturnData: true },
      { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'expected', ReturnData: true },
    ],
  };
  const recording = rows('1m', { cpu: [5, 1, 9, 5], low: [2, 2, 2, _], high: [8, 8, 8, 8] });

  it('is replayed where the series of its band are given', () => {
    const bands = [{ alarm: 'odd', lower: 'low', upper: 'high' }];
    const { pictures, verdicts } = replayed(parsed([banded]), recording, { bands, evaluationRange: 'N' });
    expect(pictures.odd).toBe('.##?');
    expect(verdicts[1]).toMatchObject({ causes: [{ observed: 1, limit: 2 }] });
    expect(verdicts[2]).toMatchObject({ causes: [{ observed: 9, limit: 8 }] });
  });

  it('is otherwise not replayable, and says why', () => {
    const { session, verdicts } = replayed(parsed([banded]), recording);
    expect(session.coverage.get('odd')).toMatchObject({
      kind: 'unreplayable',
      reason: expect.stringContaining('a model that AWS trains'),
    });
    expect(verdicts[0]).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('odd:') });
  });
});

describe('the sweep over evaluation ranges', () => {
  it('says which states and firings hang on how many periods are fetched', () => {
    const alarms = parsed([
      alarm('late', { EvaluationPeriods: 2, TreatMissingData: 'notBreaching' }),
      alarm('steady', { Threshold: 1000, TreatMissingData: 'notBreaching' }),
    ]).alarms;
    // Two readings two minutes apart count as the two newest only where enough is fetched.
    const recording = rows('1m', { cpu: [0, 0, 90, _, 90, 0, 0] });
    const [late, steady] = sweepEvaluationRange({ alarms, recording, settings: settings(), more: [0, 1, 2] });
    expect(late).toEqual({
      alarm: 'late',
      rows: 7,
      dependentRows: 1,
      firstDependent: { timestampMs: 240_000, states: { N: 'OK', 'N+1': 'ALARM', 'N+2': 'ALARM' } },
      firings: { N: 0, 'N+1': 1, 'N+2': 1 },
      dependentFirings: [{ timestampMs: 240_000, under: ['N+1', 'N+2'] }],
    });
    expect(steady).toMatchObject({ dependentRows: 0, firstDependent: null, dependentFirings: [] });
  });
});
