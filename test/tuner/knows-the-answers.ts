import type { Contender, Watcher } from '../../src/contenders/contract.ts';
import { settingsSpace } from '../../src/contenders/search-space.ts';
import { encodeState } from '../../src/contenders/state-codec.ts';
import type { JsonObject } from '../../src/json.ts';

interface Settings {
  /** Recording → where its incidents are. */
  readonly answers: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** Of which recording it uses the answers. */
  readonly knows: string;
}

/** Some skill of its own (the reading itself), and a setting that holds the labels of one recording. */
export default function knowsTheAnswers(given: Partial<Settings> & JsonObject): Contender {
  const { answers = {}, knows = 'nothing' } = given;
  const config: JsonObject = { answers: answers as unknown as JsonObject, knows };
  const watcher: Watcher = {
    open: () => ({
      observe({ timestampMs, values }) {
        const known = (answers[knows] ?? []).some(([startMs, endMs]) => timestampMs >= startMs && timestampMs <= endMs);
        return { kind: 'scored', score: known ? 100 : values[0]!, causes: [] };
      },
      snapshot: () => encodeState(null),
    }),
    artefact: () => encodeState(null),
    dispose: () => {},
  };
  return {
    name: 'knows-the-answers',
    traits: {
      family: 'external',
      randomness: 'none',
      score: 'graded',
      learns: false,
      warmupRows: 0,
      memoryRows: 0,
      claims: [],
    },
    config,
    searchSpace: settingsSpace({
      settings: given,
      config,
      dimensions: [{ name: 'knows', kind: 'choice', values: ['nothing', ...Object.keys(answers)] }],
    }),
    fit: async () => watcher,
    restore: async () => watcher,
  };
}
