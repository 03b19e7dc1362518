import { describe, expect, it } from 'vitest';
import { picture, recording, scoresOf, watched } from './watching.ts';

const rule = (limits: string) => `  - { name: high, kind: static, channel: latency_ms, ${limits} }`;
const latency = (...values: number[]) => recording('5m', { latency_ms: values });

describe('static rule', () => {
  it('fires above its limit, not at it', async () => {
    expect(picture(await watched(rule('above: 600'), latency(599, 600, 600.1, 600)))).toBe('..#.');
  });

  it('fires below its limit, not at it', async () => {
    expect(picture(await watched(rule('below: 10'), latency(11, 10, 9.9, -3)))).toBe('..##');
  });

  it('goes on firing until the clear level is passed', async () => {
    const verdicts = await watched(rule('above: 600, clearBelow: 500'), latency(601, 550, 500, 499.9, 550));
    expect(picture(verdicts)).toBe('###..');
    expect(verdicts[1]).toMatchObject({ score: 1 });
  });

  it('fires once the condition has held for the whole hold, and not the instant before', async () => {
    const over = [601, 601, 601, 601];
    expect(picture(await watched(rule('above: 600, for: 15m'), latency(...over)))).toBe('...#');
    expect(picture(await watched(rule('above: 600, for: 15m1ms'), latency(...over, 601)))).toBe('....#');
    expect(picture(await watched(rule('above: 600, for: 10m'), latency(601, 601, 600, 601, 601, 601)))).toBe('.....#');
  });

  it('gives a severity of observed over limit', async () => {
    expect(scoresOf(await watched(rule('above: 600'), latency(300, 900)))).toEqual([0.5, 1.5]);
    expect(scoresOf(await watched(rule('below: 10'), latency(15, 5)))).toEqual([0.5, 1.5]);
  });

  it('counts the limit as half the way and the hold as the other half where there is a hold', async () => {
    const scores = scoresOf(await watched(rule('above: 600, for: 10m'), latency(300, 900, 900, 900)));
    expect(scores).toEqual([0.25, 0.5, 0.75, 1.5]);
  });

  it('says what it saw in a sentence', async () => {
    const verdicts = await watched(rule('above: 600, for: 15m'), latency(810, 810, 810, 812));
    expect(verdicts[3]).toMatchObject({
      causes: [
        {
          source: 'high',
          channel: 'latency_ms',
          observed: 812,
          limit: 600,
          text: 'latency_ms 812 ms is above 600 ms for 15m (margin 35 %)',
        },
      ],
    });
    expect(verdicts[1]).toMatchObject({
      causes: [{ text: 'latency_ms 810 ms is above 600 ms for 5m of the 15m it must hold' }],
    });
  });

  it('is graded and finite over the whole double range, with negative and zero limits too', async () => {
    const far = [-1e308, -5e-324, 0, 5e-324, 1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const limits of ['above: 1e308', 'above: 0', 'below: -1e308', 'above: -5', 'below: 5e-324']) {
      for (const score of scoresOf(await watched(rule(limits), latency(...far))))
        expect(Number.isFinite(score)).toBe(true);
    }
  });
});

describe('a missing reading under a static rule', () => {
  const NONE = Number.NaN;

  it('is abstained on with the channel named', async () => {
    const verdicts = await watched(rule('above: 600'), latency(500, NONE, 500));
    expect(verdicts[1]).toEqual({ kind: 'abstained', reason: 'no reading: latency_ms' });
    expect(picture(verdicts)).toBe('.?.');
  });

  it('breaks a hold', async () => {
    expect(picture(await watched(rule('above: 600, for: 10m'), latency(601, NONE, 601, 601, 601)))).toBe('.?..#');
  });

  it('is stood in for up to and including the bridge, and says so', async () => {
    const verdicts = await watched(rule('above: 600, bridge: 10m'), latency(300, NONE, NONE, NONE, 300));
    expect(picture(verdicts)).toBe('...?.');
    expect(verdicts[2]).toMatchObject({
      score: 0.5,
      causes: [{ text: expect.stringContaining('no reading for 10m') }],
    });
  });

  it('does not let a bridged hold fire before there is a reading', async () => {
    expect(picture(await watched(rule('above: 600, for: 5m, bridge: 1h'), latency(601, NONE, NONE, 601)))).toBe('...#');
  });
});
