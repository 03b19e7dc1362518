import { seededRandom } from '../../src/chance.ts';
import type { Contender, Traits, Verdict, Watcher } from '../../src/contenders/contract.ts';
import { decodeState, encodeState } from '../../src/contenders/state-codec.ts';
import type { ContenderInfo } from '../../src/record/schema.ts';
import type { Assignment, WatchTask } from '../../src/replay/assignment.ts';

/** Reading and row in, verdict out; `learned` is all the watcher knows. */
export type Score = (reading: number, row: number, learned: number) => Verdict;

export const scored = (score: number): Verdict => ({ kind: 'scored', score, causes: [] });
export const abstained: Verdict = { kind: 'abstained', reason: 'no-reading' };

export function fakeWatcher(learned: number, score: Score, onDispose: () => void = () => {}): Watcher {
  return {
    open() {
      let row = 0;
      return {
        observe: ({ values }) => score(values[0]!, row++, learned),
        snapshot: () => encodeState(row),
      };
    },
    artefact: () => encodeState(learned),
    dispose: onDispose,
  };
}

const TRAITS: Traits = {
  family: 'baseline',
  randomness: 'none',
  score: 'graded',
  learns: true,
  warmupRows: 0,
  memoryRows: 0,
  claims: [],
};

/** A contender that learns one number from its seed and scores each row from it. */
export function fakeContender(learn: (seed: number) => number, score: Score, traits: Partial<Traits> = {}) {
  const open = new Set<Watcher>();
  const make = (learned: number): Watcher => {
    const watcher = fakeWatcher(learned, score, () => void open.delete(watcher));
    open.add(watcher);
    return watcher;
  };
  const contender: Contender = {
    name: 'fake',
    traits: { ...TRAITS, ...traits },
    config: {},
    fit: async ({ seed }) => make(learn(seed)),
    restore: async (artefact) => make(decodeState(artefact) as number),
  };
  return { contender, open };
}

export const steady = () =>
  fakeContender(
    () => 7,
    (reading) => scored(reading),
  );
/** The seed moves the scores: a model in small. */
export const seeded = () =>
  fakeContender(
    (seed) => seed,
    (reading, _row, learned) => scored(reading * (1 + learned) - learned * 20),
    { randomness: 'seeded' },
  );
/** Draws on the same stream whatever seed it is given. */
export const unseeded = () => {
  const stream = seededRandom(99);
  return fakeContender(
    () => stream(),
    (reading, _row, learned) => scored(reading + learned * 10),
    { randomness: 'unseeded' },
  );
};

export const infoOf = ({ name, traits, config }: Contender): ContenderInfo => ({
  name,
  use: name,
  traits: { ...traits, claims: [...traits.claims] },
  config,
});

/** A recording of one channel, a reading a minute. */
export function watchTask(readings: readonly number[], fromRow = 0, id = 'one'): WatchTask {
  const recording = {
    id,
    channels: [{ labels: { __name__: 'value' }, unit: '1', kind: 'gauge' as const }],
    timestampsMs: Float64Array.from(readings, (_, row) => row * 60_000),
    columns: [Float64Array.from(readings)],
  };
  return { labelled: { recording, incidents: [], benign: [] }, fromRow, group: id };
}

export const assignmentOf = (...judged: readonly WatchTask[]): Assignment => ({ train: [], tune: [], judged });

/** Mostly quiet with three bursts of different height. */
export const BURSTS = Array.from({ length: 200 }, (_, row) =>
  row % 60 > 55 ? 50 + row / 10 : Math.sin(row / 7) * 5 + row / 1000,
);
