import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertEvent,
  type AlertInstance,
  alertMachine,
} from '../../../../../src/contenders/rules/prometheus/evaluation/alert-state.ts';
import { labelsOfRecord } from '../../../../../src/promql/labels.ts';

const element = (labels: Record<string, string> = {}, value = 1) => ({
  labels: labelsOfRecord({ alertname: 'A', ...labels }),
  value,
  annotations: [],
});

/** Steps one alert through 1 present, 0 absent, E evaluation error, and draws its states. */
function run(input: string, forSteps: number, keepSteps: number, stepMs = 60_000) {
  const machine = alertMachine({ holdMs: forSteps * stepMs, keepFiringMs: keepSteps * stepMs, limit: 0 });
  const states: string[] = [];
  const events: { kind: string; at: number; activeAt?: number }[] = [];
  [...input].forEach((char, i) => {
    if (char !== 'E') {
      for (const { kind, alert } of machine.step(i * stepMs, char === '1' ? [element()] : []).events) {
        if (kind === 'fired') events.push({ kind: 'fire', at: i, activeAt: alert.activeAtMs / stepMs });
        if (kind === 'resolved') events.push({ kind: 'resolve', at: i });
      }
    }
    const [alert] = machine.instances;
    states.push(alert === undefined ? '-' : alert.phase === 'firing' ? 'F' : alert.phase[0]!);
  });
  return { states, events };
}

const GOLDEN = '../shared/reference/golden-metrics.json';

describe('the state machine of a Prometheus alert', () => {
  it.skipIf(!existsSync(GOLDEN))('goes through the eight golden vectors (skipped without the shared data)', () => {
    const { vectors } = JSON.parse(readFileSync(GOLDEN, 'utf8')).prometheusAlertStates;
    expect(vectors).toHaveLength(8);
    for (const { for: hold, keepFiringFor, input, states, events } of vectors) {
      expect({ input, ...run(input, hold, keepFiringFor) }).toEqual({ input, states, events });
    }
  });

  it('fires at once without `for`, and resolves at the first absence', () => {
    expect(run('010', 0, 0)).toEqual({
      states: ['-', 'F', 'i'],
      events: [
        { kind: 'fire', at: 1, activeAt: 1 },
        { kind: 'resolve', at: 2 },
      ],
    });
  });

  it('law: a condition that stays fires at t0 + ceil(for/I)·I, and resolves at t1 + ceil(K/I)·I', () => {
    const ms = fc.integer({ min: 1, max: 500_000 });
    fc.assert(
      fc.property(
        ms,
        fc.nat({ max: 2_000_000 }),
        fc.nat({ max: 2_000_000 }),
        fc.nat({ max: 5 }),
        (stepMs, holdMs, keepFiringMs, quiet) => {
          fc.pre(holdMs / stepMs < 2000 && keepFiringMs / stepMs < 2000);
          const machine = alertMachine({ holdMs, keepFiringMs, limit: 0 });
          const needed = Math.ceil(holdMs / stepMs);
          const kept = Math.ceil(keepFiringMs / stepMs);
          const events: [string, number][] = [];
          for (let i = 0; i <= quiet + needed + kept + 3; i++) {
            const isTrue = i >= quiet && i <= quiet + needed;
            for (const { kind } of machine.step(i * stepMs, isTrue ? [element()] : []).events) events.push([kind, i]);
          }
          const t1 = quiet + needed + 1;
          expect(events.filter(([kind]) => kind === 'fired')).toEqual([['fired', quiet + needed]]);
          expect(events.filter(([kind]) => kind === 'resolved')).toEqual([['resolved', t1 + kept]]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('law: one absence under `for` starts the wait anew', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (input, hold) => {
          const { events } = run(input, hold, 0);
          const expected = [...input.matchAll(/1+/g)]
            .filter(([run]) => run.length > hold)
            .map(({ index }) => index + hold);
          expect(events.filter(({ kind }) => kind === 'fire').map(({ at }) => at)).toEqual(expected);
        },
      ),
    );
  });

  it('law: an error changes nothing but the age', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', 'E'), maxLength: 40 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 4 }),
        (input, hold, keep) => {
          const { states } = run(input, hold, keep);
          [...input].forEach((char, i) => {
            if (char === 'E') expect(states[i]).toBe(states[i - 1] ?? '-');
          });
        },
      ),
    );
  });

  it('keeps a resolved alert for fifteen minutes, and takes a new activation as a new alert', () => {
    const machine = alertMachine({ holdMs: 0, keepFiringMs: 0, limit: 0 });
    const minute = 60_000;
    machine.step(0, [element()]);
    machine.step(minute, []);
    machine.step(16 * minute, []);
    expect(machine.instances).toMatchObject([{ phase: 'inactive', resolvedAtMs: minute }]);
    machine.step(16 * minute + 1, []);
    expect(machine.instances).toEqual([]);
    machine.step(20 * minute, [element()]);
    machine.step(21 * minute, []);
    machine.step(22 * minute, [element()]);
    expect(machine.instances).toMatchObject([{ phase: 'firing', activeAtMs: 22 * minute, resolvedAtMs: null }]);
  });

  it('fails the whole evaluation where two elements become one alert, and changes nothing', () => {
    const machine = alertMachine({ holdMs: 0, keepFiringMs: 0, limit: 0 });
    machine.step(0, [element({ a: '1' })]);
    const before: readonly AlertInstance[] = machine.instances;
    const { error, events } = machine.step(1, [element({ a: '2' }), element({ a: '2' })]);
    expect(error).toBe('vector contains metrics with the same labelset after applying alert labels');
    expect(events).toEqual([]);
    expect(machine.instances).toEqual(before);
  });

  it('forgets every alert where the limit is exceeded, and begins anew', () => {
    const machine = alertMachine({ holdMs: 0, keepFiringMs: 0, limit: 1 });
    machine.step(0, [element({ a: '1' })]);
    const { error, events } = machine.step(1, [element({ a: '1' }), element({ a: '2' })]);
    expect(error).toBe('exceeded limit of 1 with 2 alerts');
    expect(events.map(({ kind }: AlertEvent) => kind)).toEqual(['cleared', 'cleared']);
    expect(machine.instances).toEqual([]);
    expect(machine.step(2, [element({ a: '1' })]).events).toMatchObject([{ kind: 'fired', alert: { activeAtMs: 2 } }]);
  });

  it('counts an alert that is kept firing against the limit, and a resolved one not', () => {
    const machine = alertMachine({ holdMs: 0, keepFiringMs: 10, limit: 1 });
    machine.step(0, [element({ a: '1' })]);
    expect(machine.step(1, [element({ a: '2' })]).error).toBe('exceeded limit of 1 with 2 alerts');
    const plain = alertMachine({ holdMs: 0, keepFiringMs: 0, limit: 1 });
    plain.step(0, [element({ a: '1' })]);
    expect(plain.step(1, [element({ a: '2' })]).error).toBeNull();
  });

  it('goes on from saved instances as if it had not stopped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 30 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 3 }),
        (input, cut, hold, keep) => {
          const timing = { holdMs: hold, keepFiringMs: keep, limit: 0 };
          const whole = alertMachine(timing);
          let parts = alertMachine(timing);
          [...input].forEach((char, i) => {
            if (i === cut) parts = alertMachine(timing, parts.instances);
            const elements = char === '1' ? [element()] : [];
            expect(parts.step(i, elements)).toEqual(whole.step(i, elements));
          });
        },
      ),
    );
  });
});
