import type { Contender, Traits, Verdict, Watcher } from '../../src/contenders/contract.ts';
import type { Clock } from '../../src/latency/clock.ts';
import type { ContenderInfo } from '../../src/record/schema.ts';
import type { WatchTask } from '../../src/replay/assignment.ts';

/** A clock that moves only when told to, and by `readCostNs` each time it is read. */
export function fakeClock(readCostNs = 0): Clock & { pass(ns: number): void } {
  let nowNs = 0n;
  return {
    name: 'fake',
    fn: () => {
      nowNs += BigInt(readCostNs);
      return nowNs;
    },
    fromMs: (ms) => BigInt(Math.round(ms * 1e6)),
    toMs: (ns) => Number(ns) / 1e6,
    pass(ns) {
      nowNs += BigInt(Math.round(ns));
    },
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

interface FakeOptions {
  readonly trainNs?: number;
  readonly openNs?: number;
  readonly traits?: Partial<Traits>;
  readonly verdict?: (row: number) => Verdict;
  readonly seen?: (session: number, reading: number) => void;
}

/** A contender whose decisions take as long on the fake clock as `costNs` says for the how-many-eth call this is. */
export function timedContender(
  clock: ReturnType<typeof fakeClock>,
  costNs: (call: number) => number,
  { trainNs = 0, openNs = 0, traits = {}, verdict, seen }: FakeOptions = {},
) {
  const watchers: (Watcher & { disposed: boolean })[] = [];
  let [calls, sessions] = [0, 0];
  const make = () => {
    const watcher = {
      disposed: false,
      open() {
        const session = sessions++;
        let row = 0;
        clock.pass(openNs);
        return {
          observe({ values }: { readonly values: Float64Array }): Verdict {
            clock.pass(costNs(calls++));
            seen?.(session, values[0]!);
            return verdict?.(row++) ?? { kind: 'scored', score: values[0]!, causes: [] };
          },
          snapshot: () => new Uint8Array(8),
        };
      },
      artefact: () => Uint8Array.of(1, 2, 3),
      dispose() {
        watcher.disposed = true;
      },
    };
    watchers.push(watcher);
    return watcher;
  };
  const contender: Contender = {
    name: 'fake',
    traits: { ...TRAITS, ...traits },
    config: {},
    async fit() {
      clock.pass(trainNs);
      return make();
    },
    restore: async () => make(),
  };
  return { contender, watchers };
}

export const named = (contender: Contender, name: string): Contender => ({ ...contender, name });

export const infoOf = ({ name, traits, config }: Contender): ContenderInfo => ({
  name,
  use: name,
  traits: { ...traits, claims: [...traits.claims] },
  config,
});

/** Readings 0, 1, 2, ... so that a row can be told by its reading. */
export function watchTask(rows: number, fromRow = 0, id = 'one'): WatchTask {
  const recording = {
    id,
    channels: [{ labels: { __name__: 'value' }, unit: '1', kind: 'gauge' as const }],
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => row * 60_000),
    columns: [Float64Array.from({ length: rows }, (_, row) => row)],
  };
  return { labelled: { recording, incidents: [], benign: [] }, fromRow, group: id };
}
