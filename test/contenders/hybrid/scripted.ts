import type { Cause, Contender, Traits, Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { hybridContender } from '../../../src/contenders/hybrid/hybrid-contender.ts';
import type { HybridKind, Parts, Side } from '../../../src/contenders/hybrid/hybrid-kind.ts';
import { decodeState, encodeState } from '../../../src/contenders/state-codec.ts';
import type { JsonObject } from '../../../src/json.ts';
import type { Channel, LabelledRecording, Recording } from '../../../src/telemetry/recording.ts';

/** What each part says on a row: a score, or null where it cannot tell. */
export interface Row {
  readonly rules: number | null;
  readonly model: number | null;
  /** A reading that neither part looks at. */
  readonly load?: number;
}

const gauge = (name: string): Channel => ({ labels: { __name__: name }, unit: '1', kind: 'gauge' });

/** The two scores travel as readings, so that every way of watching gets the same ones; NaN: the part abstains. */
export function script(rows: readonly Row[], stepMs = 300_000): Recording {
  return {
    id: 'script',
    channels: [gauge('rules'), gauge('model'), gauge('load')],
    timestampsMs: Float64Array.from(rows, (_, row) => row * stepMs),
    columns: [
      Float64Array.from(rows, ({ rules }) => rules ?? Number.NaN),
      Float64Array.from(rows, ({ model }) => model ?? Number.NaN),
      Float64Array.from(rows, ({ load }) => load ?? 1),
    ],
  };
}

export const unlabelled = (recording: Recording): LabelledRecording => ({ recording, incidents: [], benign: [] });

const PLAIN: Traits = {
  family: 'baseline',
  randomness: 'none',
  score: 'graded',
  learns: false,
  warmupRows: 0,
  memoryRows: 0,
  claims: [],
};

/** Everything that was done to the watchers of a scripted part, in order. */
export type Journal = string[];

export interface ScriptedOptions {
  readonly traits?: Partial<Traits>;
  readonly journal?: Journal;
  readonly causes?: readonly Cause[];
  /** Offers a fast path, counts tensors, names a backend. */
  readonly like?: 'model' | 'rules';
}

export const CAUSE: Cause = { source: 'part', channel: null, observed: 2, limit: 1, share: 0.7, text: 'a cause' };

/** A contender whose score is the reading of the channel named like its side. */
export function scripted(side: Side, options: ScriptedOptions = {}): Contender {
  const { traits = {}, journal = [], causes = [CAUSE], like = side } = options;
  const answer = (reading: number): Verdict =>
    Number.isNaN(reading) ? { kind: 'abstained', reason: `${side} blind` } : { kind: 'scored', score: reading, causes };
  const watcher = (artefact: Uint8Array): Watcher => {
    const open: Watcher['open'] = (channels, from) => {
      const column = channels.findIndex(({ labels }) => labels.__name__ === side);
      let row = from === undefined ? 0 : (decodeState(from) as number);
      return {
        observe({ timestampMs, values }) {
          journal.push(`${side} ${row++} at ${timestampMs}`);
          return answer(values[column]!);
        },
        snapshot: () => encodeState(row),
      };
    };
    const fast = {
      backend: 'abacus',
      liveTensorCount: () => 3,
      replayAll: ({ channels, columns }: Recording) => {
        const column = channels.findIndex(({ labels }) => labels.__name__ === side);
        journal.push(`${side} replayed`);
        return Array.from(columns[column]!, answer);
      },
    };
    return {
      open,
      artefact: () => artefact,
      dispose: () => journal.push(`${side} disposed`),
      ...(like === 'model' && fast),
    };
  };
  return {
    name: side,
    traits: { ...PLAIN, ...traits },
    config: { side },
    async fit({ seed }) {
      journal.push(`${side} fitted with seed ${seed}`);
      return watcher(encodeState({ side, seed }));
    },
    async restore(artefact) {
      journal.push(`${side} restored`);
      return watcher(artefact);
    },
  };
}

export const scriptedParts = (options: Partial<Record<Side, ScriptedOptions>> = {}): Parts => ({
  rules: { use: 'scripted-rules', contender: scripted('rules', options.rules) },
  model: { use: 'scripted-model', contender: scripted('model', options.model) },
});

/** A hybrid of two scripted parts, fitted on a recording whose load lies between 0 and 10. */
export function fitted(kind: HybridKind, settings: JsonObject = {}, parts = scriptedParts()): Promise<Watcher> {
  const train = script([
    { rules: -1e6, model: -1e6, load: 0 },
    { rules: 1e6, model: 1e6, load: 10 },
  ]);
  return hybridContender(kind, parts, settings).fit({ train: [unlabelled(train)], seed: 5 });
}

/** NaN where it abstained. */
export const scoresOf = (verdicts: readonly Verdict[]): number[] =>
  verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NaN));

export const sourcesOf = (verdict: Verdict | undefined): string[] =>
  verdict?.kind === 'scored' ? verdict.causes.map(({ source }) => source) : [];

export const textsOf = (verdict: Verdict | undefined): string =>
  verdict?.kind === 'scored' ? verdict.causes.map(({ text }) => text).join('; ') : '';
