import { describe, expect, it } from 'vitest';
import { collectSecond, type UserSecond } from '../../datasets/opslab/lab/load/user-second.ts';
import type { CapacitySecond } from '../../datasets/opslab/lab/record/capacity-second.ts';
import type { Switch } from '../../datasets/opslab/lab/record/switches.ts';
import { labelRun, type Truth } from '../../datasets/opslab/lab/truth/label.ts';
import { shownBy } from '../../datasets/opslab/lab/truth/shown-by.ts';
import { blindSeconds, dangerSeconds, hurtSeconds } from '../../datasets/opslab/lab/truth/truth-seconds.ts';

/** A second in which `bad` of `due` carts failed. */
function second(s: number, due: number, bad = 0): UserSecond {
  const collecting = collectSecond(s * 1000);
  for (let i = 0; i < due; i++) {
    collecting.add('cart', i < bad ? { kind: 'failed' } : { kind: 'answered', status: 200, tookMs: 5 });
  }
  return collecting.done();
}

function capacity(s: number, change: Partial<CapacitySecond> = {}): CapacitySecond {
  const shop = { instance: 'a', memoryBytes: 1e8, poolInUse: 1, poolSize: 8, poolWaiting: 0 };
  return {
    timestampMs: (s + 1) * 1000,
    cpuBusyRatio: 0.2,
    diskFreeRatio: 0.9,
    instances: [shop],
    lostTargets: [],
    ...change,
  };
}

function fault(kind: string, onS: number, offS: number, role: 'fault' | 'benign' = 'fault'): Switch {
  const times = { onMs: onS * 1000, offMs: offS * 1000, startS: onS, lengthS: offS - onS };
  return { id: kind, kind, role, strength: 'severe', trouble: null, ...times };
}

const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const truth = (change: Partial<Record<keyof Truth, number[]>>): Truth => ({
  hurt: new Set(change.hurt),
  danger: new Set(change.danger),
  blind: new Set(change.blind),
});

describe('a second in which users were hurt', () => {
  it('has a bad request itself, and two in a hundred around it', () => {
    const quiet = seconds(100, 130).map((s) => second(s, 40));
    expect(hurtSeconds(quiet)).toEqual(new Set());
    const failing = quiet.map((one, i) => (i >= 10 && i < 20 ? second(100 + i, 40, 4) : one));
    expect([...hurtSeconds(failing)]).toEqual(seconds(110, 119));
  });

  it('is none where only a few requests went wrong, however few there were', () => {
    expect(hurtSeconds(seconds(100, 130).map((s) => second(s, 2, s === 115 ? 2 : 0)))).toEqual(new Set());
  });

  it('counts answers later than the objective, errors and requests that never arrived', () => {
    const collecting = collectSecond(0);
    collecting.add('cart', { kind: 'answered', status: 200, tookMs: 101 });
    collecting.add('cart', { kind: 'answered', status: 503, tookMs: 1 });
    collecting.add('cart', { kind: 'lost' });
    collecting.add('checkout', { kind: 'answered', status: 200, tookMs: 249 });
    const { routes } = collecting.done();
    expect(routes.cart).toEqual({ due: 3, slow: 1, failed: 1, lost: 1 });
    expect(routes.checkout).toEqual({ due: 1, slow: 0, failed: 0, lost: 0 });
  });
});

describe('a second without capacity to spare', () => {
  const shop = capacity(0).instances[0]!;
  it.each<[string, Partial<CapacitySecond>]>([
    ['memory', { instances: [{ ...shop, memoryBytes: 290 * 1024 * 1024 }] }],
    ['an instance', { instances: [{ ...shop, memoryBytes: null }] }],
    ['disk', { diskFreeRatio: 0.19 }],
    ['connections', { instances: [{ ...shop, poolInUse: 8, poolWaiting: 1 }] }],
  ])('lacks %s', (_, change) => {
    const all = seconds(100, 110).map((s) => capacity(s, s === 105 ? change : {}));
    expect([...dangerSeconds(all)]).toEqual([105]);
  });

  it('lacks CPU only where it lasts', () => {
    const busy = (from: number, to: number) =>
      dangerSeconds(seconds(100, 120).map((s) => capacity(s, { cpuBusyRatio: s >= from && s <= to ? 1 : 0.3 })));
    expect([...busy(110, 111)]).toEqual([]);
    expect([...busy(105, 115)]).toEqual(seconds(107, 113));
  });

  it('is blind where an exporter does not answer; a shop instance that is gone is capacity', () => {
    const all = [capacity(1, { lostTargets: ['redis'] }), capacity(2, { lostTargets: ['shop-a'] })];
    expect([...blindSeconds(all)]).toEqual([1]);
  });
});

describe('the incident of a fault', () => {
  it('lasts from the first to the last second that deserved a human, not from switch to switch', () => {
    const { incidents } = labelRun('r', [fault('leak', 100, 160)], truth({ hurt: seconds(130, 165) }));
    expect(incidents).toMatchObject([
      {
        id: 'r-leak',
        kind: 'leak',
        startMs: 130_000,
        endMs: 166_000,
        basis: 'users',
        switched: { onMs: 100_000, offMs: 160_000 },
      },
    ]);
  });

  it('outlives the switch only while it goes on, and never into the next event', () => {
    const late = labelRun('r', [fault('a', 100, 110)], truth({ hurt: [...seconds(105, 118), ...seconds(140, 145)] }));
    expect(late.incidents.map(({ kind, endMs }) => [kind, endMs])).toEqual([
      ['a', 119_000],
      ['unplanned', 146_000],
    ]);
    const next = labelRun('r', [fault('a', 100, 110), fault('b', 115, 130)], truth({ hurt: seconds(105, 125) }));
    expect(next.incidents.map(({ kind, startMs, endMs }) => [kind, startMs, endMs])).toEqual([
      ['a', 105_000, 115_000],
      ['b', 115_000, 126_000],
    ]);
  });

  it('says whether users, capacity or only sight suffered', () => {
    const of = (change: Parameters<typeof truth>[0]) =>
      labelRun('r', [fault('a', 0, 60)], truth(change)).incidents[0]?.basis;
    expect(of({ hurt: [5, 6, 7], danger: seconds(5, 50) })).toBe('users');
    expect(of({ hurt: [5], danger: seconds(5, 50) })).toBe('capacity');
    expect(of({ blind: seconds(5, 50) })).toBe('sight');
  });

  it('is none where the fault did nothing: it is benign, under a name that says so', () => {
    const { incidents, benign } = labelRun('r', [fault('a', 0, 60)], truth({ danger: [4, 5] }));
    expect(incidents).toEqual([]);
    expect(benign.map(({ kind }) => kind)).toEqual(['harmless-a']);
  });

  it('is unplanned where users were hurt and nobody did anything, a benign event included', () => {
    const { incidents, benign } = labelRun(
      'r',
      [fault('deploy', 50, 70, 'benign')],
      truth({ hurt: [55, 56, 58, 200] }),
    );
    expect(benign.map(({ kind }) => kind)).toEqual(['deploy']);
    expect(incidents.map(({ kind, startMs, endMs }) => [kind, startMs, endMs])).toEqual([
      ['unplanned', 55_000, 59_000],
    ]);
  });
});

describe('what shows an incident', () => {
  const times = Float64Array.from({ length: 200 }, (_, i) => i * 1000);
  const wave = times.map((_, i) => Math.sin(i));
  const table = (column: Float64Array) => ({
    id: 'r',
    channels: [{ labels: { __name__: 'x' }, unit: '1', kind: 'gauge' as const }],
    timestampsMs: times,
    columns: [column],
  });
  const stretch = { startMs: 100_000, endMs: 130_000, quietFromMs: 40_000 };
  const isQuiet = (ms: number) => ms < 100_000;

  it('names a channel that leaves its usual range, and none that does not', () => {
    expect(shownBy(table(wave), stretch, isQuiet)).toEqual([]);
    const jump = wave.map((value, i) => (i >= 110 && i < 120 ? value + 30 : value));
    expect(shownBy(table(jump), stretch, isQuiet)).toEqual(['x']);
  });

  it('names a channel whose readings go missing', () => {
    expect(
      shownBy(table(wave.map((value, i) => (i >= 105 && i < 115 ? Number.NaN : value))), stretch, isQuiet),
    ).toEqual(['x']);
  });
});
