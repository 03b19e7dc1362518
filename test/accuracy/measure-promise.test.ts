import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/accuracy/intervals.ts';
import { measurePromise, type WatchedUnderPromise } from '../../src/accuracy/measure-promise.ts';

const MINUTE_MS = 60_000;

/** One letter a row: `.` quiet, `#` alarming, `?` abstained; capital `I`: an incident, scored 1 as well; `i`: one that is missed. */
function watched(drawing: string, more: { reachRows?: number; fromRow?: number } = {}): WatchedUnderPromise {
  const letters = [...drawing];
  const timestampsMs = Float64Array.from(letters, (_, row) => row * MINUTE_MS);
  const incidents = letters.flatMap((letter, row) =>
    /i/i.test(letter) ? [{ id: `${row}`, kind: 'k', startMs: row * MINUTE_MS, endMs: row * MINUTE_MS }] : [],
  );
  return {
    task: {
      labelled: { recording: { id: 'r', channels: [], timestampsMs, columns: [] }, incidents, benign: [] },
      fromRow: more.fromRow ?? 0,
      group: 'r',
    },
    trace: {
      recordingId: 'r',
      timestampsMs,
      scores: Float64Array.from(letters, (letter) => (letter === '?' ? Number.NaN : /[#I]/.test(letter) ? 1 : 0.999)),
      abstentions: letters.map(() => undefined),
      causes: letters.map(() => []),
    },
    promise: { by: 'conformal', falseAlarmRate: 0.01, reachRows: more.reachRows ?? 0, smoothingRows: 4 },
  };
}

describe('a promise against what was measured', () => {
  it('counts quiet rows that score 1 or more, and no row of an incident', () => {
    const result = measurePromise([watched('..#..II#ii..?.#.')]);
    expect(result).toMatchObject({ rows: 11, alarms: 3, stretches: 3, leftOut: 0, falseAlarmRate: 0.01 });
    expect(result!.measured).toMatchObject({ kind: 'defined', value: 3 / 11 });
  });

  it('leaves out rows that an incident still reaches, and rows before the judged part', () => {
    const result = measurePromise([watched('##...II##.#', { reachRows: 2, fromRow: 2 })]);
    expect(result).toMatchObject({ rows: 5, alarms: 1, stretches: 1, leftOut: 2 });
  });

  it('an incident before the judged part reaches into it', () => {
    expect(measurePromise([watched('I###', { reachRows: 3, fromRow: 1 })])).toMatchObject({ rows: 0, leftOut: 3 });
  });

  it('ends a stretch at an abstention and at the end of a recording', () => {
    expect(measurePromise([watched('#?#'), watched('#.')])).toMatchObject({ alarms: 3, stretches: 3 });
  });

  it('takes rows that alarm together for less evidence: stretches of 3 and 1 in 100 rows weigh as 4 / 2.5 in 40', () => {
    const result = measurePromise([watched(`###${'.'.repeat(50)}#${'.'.repeat(46)}`)])!;
    // Mean length of the stretch an alarming row lies in: (3 · 3 + 1 · 1) / 4 = 2.5.
    const { low, high } = clopperPearson(4 / 2.5, 100 / 2.5);
    expect(result.measured).toEqual({
      kind: 'defined',
      value: 0.04,
      interval: { low, high, level: 0.95, method: 'korn-graubard' },
    });
    const alone = clopperPearson(4, 100);
    expect(low < alone.low && high > alone.high).toBe(true);
  });

  it('bounds a rate of no alarm by as many rows as are not averaged together', () => {
    const { measured } = measurePromise([watched('.'.repeat(400))])!;
    // 1 - 0.025^(1/100): nothing seen in 400 / 4 independent rows.
    expect(measured).toMatchObject({ value: 0, interval: { low: 0, high: expect.closeTo(1 - 0.025 ** 0.01, 12) } });
  });

  it('is undefined, not 0, without a quiet row, and nothing where nobody promises', () => {
    expect(measurePromise([watched('??II')])!.measured).toEqual({
      kind: 'undefined',
      reason: 'no quiet row was scored',
    });
    expect(measurePromise([])).toBeNull();
  });
});
