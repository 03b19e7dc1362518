import { describe, expect, it } from 'vitest';
import type { OpenQuery } from '../../../../src/contenders/rules/cloudwatch/promql-query.ts';
import { alarm, type Fields, parsed, replayed, rows } from './replaying.ts';

const _ = Number.NaN;
/** Alarms while the channel of its name is above 0. */
const on = (name: string, changes: Fields = {}): Fields =>
  alarm(name, { MetricName: name, Threshold: 0, AlarmActions: ['page'], ...changes });

describe('a composite alarm', () => {
  it('follows its rule, and the rules below it whatever their order', () => {
    const composite = [
      { AlarmName: 'top', AlarmRule: 'ALARM(both) OR ALARM(c)' },
      { AlarmName: 'both', AlarmRule: 'ALARM(a) AND NOT OK(b)' },
    ];
    const recording = rows('1m', { a: [0, 1, 1, 0, 0], b: [0, 0, 1, 1, 0], c: [0, 0, 0, 0, 1] });
    const { pictures } = replayed(parsed([on('a'), on('b'), on('c')], composite), recording);
    expect(pictures).toMatchObject({ both: '..#..', top: '..#.#' });
  });

  it('cannot tell where it hangs on an alarm without a channel, or no child has seen data', () => {
    const composite = [{ AlarmName: 'c', AlarmRule: 'ALARM(a) OR ALARM(nowhere)' }];
    const alarms = parsed([on('a', { AlarmActions: [] }), on('nowhere', { AlarmActions: [] })], composite);
    const { pictures, verdicts } = replayed(alarms, rows('1m', { a: [0, 1, 0] }));
    expect(pictures.c).toBe('?##');
    expect(verdicts.map(({ kind }) => kind)).toEqual(['abstained', 'scored', 'abstained']);
    const empty = parsed([on('a', { AlarmActions: [] })], [{ AlarmName: 'c', AlarmRule: 'ALARM(a)' }]);
    expect(replayed(empty, rows('1m', { a: [_] })).verdicts[0]).toEqual({
      kind: 'abstained',
      reason: 'no alarm has data to go on (c)',
    });
  });

  it('speaks for children that have no actions of their own', () => {
    const children = [on('a', { AlarmActions: [] }), on('b'), on('off', { ActionsEnabled: false })];
    const composite = [{ AlarmName: 'c', AlarmRule: 'ALARM(a) AND ALARM(b)' }];
    const recording = rows('1m', { a: [1, 0, 1], b: [0, 1, 1], off: [1, 1, 1] });
    const { verdicts } = replayed(parsed(children, composite), recording);
    const named = verdicts.map((verdict) =>
      verdict.kind === 'scored' && verdict.score >= 1 ? verdict.causes.map(({ source }) => source) : [],
    );
    expect(named).toEqual([[], ['b'], ['b', 'c']]);
  });

  it.each([
    ['a suppressor that alarms in time holds the page back', [0, 0, 1, 1, 1, 0], '......'],
    ['one that is late does not take it back', [0, 0, 0, 0, 1, 1], '...###'],
    ['a page held back goes out when the suppressor has been over for the extension', [0, 1, 1, 0, 0, 0], '.....#'],
    ['nobody suppresses: only the wait passes', [0, 0, 0, 0, 0, 0], '...###'],
  ])('%s', (_title, suppressor, expected) => {
    const composite = [
      {
        AlarmName: 'c',
        AlarmRule: 'ALARM(a)',
        ActionsSuppressor: 's',
        ActionsSuppressorWaitPeriod: 120,
        ActionsSuppressorExtensionPeriod: 120,
      },
    ];
    const alarms = parsed([on('a', { AlarmActions: [] }), on('s', { AlarmActions: [] })], composite);
    const { pictures, verdicts } = replayed(alarms, rows('1m', { a: [0, 1, 1, 1, 1, 1], s: suppressor }));
    expect(pictures.c).toBe('.#####');
    const pages = verdicts.map((verdict) => (verdict.kind === 'scored' && verdict.score >= 1 ? '#' : '.'));
    expect(pages.join('')).toBe(expected);
  });
});

describe('a PromQL alarm', () => {
  const promql = (PendingPeriod: number, RecoveryPeriod: number): Fields => ({
    AlarmName: 'p',
    EvaluationCriteria: { PromQLCriteria: { Query: 'x > 0', PendingPeriod, RecoveryPeriod } },
    EvaluationInterval: 60,
  });
  /** Returns each channel that is above 0 on the newest row. */
  const openQuery: OpenQuery = {
    refusal: () => null,
    reads: () => () => true,
    open(_query, channels, from) {
      let last = (from as readonly number[] | undefined) ?? channels.map(() => 0);
      return {
        take: ({ values }) => {
          last = [...values];
        },
        evaluate: () => ({
          kind: 'returned',
          contributors: channels.flatMap(({ labels }, i) => (last[i]! > 0 ? [{ labels, value: last[i]! }] : [])),
          sawData: true,
        }),
        state: () => last,
      };
    },
  };
  const shown = (fields: Fields, recording: ReturnType<typeof rows>) =>
    replayed(parsed([fields]), recording, {}, openQuery).pictures.p;

  it('is in ALARM once one series has been returned for the pending period', () => {
    expect(shown(promql(0, 0), rows('1m', { x: [0, 1, 0, 1] }))).toBe('.#.#');
    expect(shown(promql(120, 0), rows('1m', { x: [1, 1, 0, 1, 1, 1, 0] }))).toBe('.....#.');
  });

  it('counts each series by itself', () => {
    expect(shown(promql(60, 0), rows('1m', { x: [1, 0, 1, 0], y: [0, 1, 0, 1] }))).toBe('....');
  });

  it('is over once no series has been returned for the recovery period', () => {
    expect(shown(promql(0, 120), rows('1m', { x: [1, 0, 0, 0, 0] }))).toBe('###..');
    expect(shown(promql(0, 120), rows('1m', { x: [1, 0, 1, 0, 0, 0] }))).toBe('#####.');
    // A pending series that comes back starts anew: recovery is for those that alarm.
    expect(shown(promql(120, 120), rows('1m', { x: [1, 1, 0, 1, 1, 1] }))).toBe('.....#');
  });

  it('is not replayable without somebody who evaluates PromQL', () => {
    const { session, verdicts } = replayed(parsed([promql(0, 0)]), rows('1m', { x: [1] }));
    expect(session.coverage.get('p')).toEqual({ kind: 'unreplayable', reason: 'PromQL: x > 0' });
    expect(verdicts[0]).toEqual({ kind: 'abstained', reason: 'p: PromQL: x > 0' });
  });
});
