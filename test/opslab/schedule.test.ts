import { describe, expect, it } from 'vitest';
import { BENIGN } from '../../datasets/opslab/lab/benign/benign.ts';
import { STRENGTHS } from '../../datasets/opslab/lab/faults/fault.ts';
import { FAULTS } from '../../datasets/opslab/lab/faults/faults.ts';
import { weekTime } from '../../datasets/opslab/lab/load/curve.ts';
import { RUNS } from '../../datasets/opslab/lab/record/runs.ts';
import { REST_S, schedule } from '../../datasets/opslab/lab/record/schedule.ts';

const planned = RUNS.map((run) => ({ run, events: schedule(run.wishes, run) }));
const withFaults = planned.filter(({ run }) => run.name !== 'quiet' && run.name !== 'smoke');

describe('the schedules of the recordings', () => {
  it('are the same every time', () => {
    for (const { run, events } of planned) expect(schedule(run.wishes, run)).toEqual(events);
  });

  it('leave the warm-up and the end alone, and a rest after every event', () => {
    for (const { run, events } of planned) {
      expect(events.length).toBe(run.wishes.length);
      expect(events[0]!.startS).toBeGreaterThanOrEqual(run.warmUpS);
      events.forEach((event, i) => {
        const restS = (events[i + 1]?.startS ?? run.durationS) - event.startS - event.lengthS;
        expect(restS, `${run.name} ${event.id}`).toBeGreaterThanOrEqual(
          i === events.length - 1 ? 0 : (run.restS ?? REST_S)[event.role],
        );
      });
    }
  });

  it('begin each event at an hour it may begin at', () => {
    for (const { run, events } of planned.filter(({ run }) => run.name !== 'smoke')) {
      for (const { kind, startS } of events) {
        const { hours } = [...FAULTS, ...BENIGN].find((known) => known.kind === kind)!;
        if (hours === undefined) continue;
        const { hour } = weekTime(startS, run.startHour);
        expect(hour, `${run.name} ${kind}`).toBeGreaterThanOrEqual(hours[0]);
        expect(hour, `${run.name} ${kind}`).toBeLessThanOrEqual(hours[1]);
      }
    }
  });

  it('have every kind of incident in every strength over the runs, and every benign kind in every run', () => {
    const all = withFaults.flatMap(({ events }) => events);
    for (const { kind } of FAULTS) {
      for (const strength of STRENGTHS) {
        expect(
          all.some((event) => event.kind === kind && event.strength === strength),
          `${kind} ${strength}`,
        ).toBe(true);
      }
    }
    for (const { run, events } of planned.filter(({ run }) => run.name !== 'smoke')) {
      for (const { kind } of BENIGN)
        expect(
          events.map((event) => event.kind),
          run.name,
        ).toContain(kind);
    }
    expect(planned.find(({ run }) => run.name === 'quiet')!.events.every(({ role }) => role === 'benign')).toBe(true);
  });

  it('are more than twelve thousand rows together', () => {
    const rows = planned.filter(({ run }) => run.name !== 'smoke').reduce((sum, { run }) => sum + run.durationS, 0);
    expect(rows).toBeGreaterThanOrEqual(12_000);
  });
});
