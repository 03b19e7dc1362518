/**
 * A contender of one's own, complete: named by path in a configuration (`use: ./examples/contender/largest-jump.ts`)
 * or on the command line (`watchbench check ./examples/contender/largest-jump.ts`).
 *
 * It scores the jump since the last reading in units of the largest jump seen in training, worst channel first.
 */
import { type Contender, decodeState, encodeState, type JsonObject, type Watcher } from '../../src/index.ts';

export default function largestJump(settings: JsonObject): Contender {
  const sensitivity = typeof settings.sensitivity === 'number' ? settings.sensitivity : 1;

  const watcherOf = (largestJumps: Float64Array): Watcher => ({
    open(channels, from) {
      const last =
        from === undefined
          ? new Float64Array(channels.length).fill(Number.NaN)
          : (decodeState(from) as Float64Array).slice();
      return {
        observe({ values }) {
          // An infinite reading is no reading either: the jump from one infinity to the next would be NaN.
          if (!values.every(Number.isFinite)) return { kind: 'abstained', reason: 'a channel has no finite reading' };
          let score = 0;
          for (let c = 0; c < values.length; c++) {
            // Until a channel has been read once there is no jump to speak of.
            const jump = Number.isNaN(last[c]!) ? 0 : Math.abs(values[c]! / 2 - last[c]! / 2) * 2;
            const ratio = (sensitivity * jump) / (largestJumps[c] || 1);
            score = Math.max(score, Math.min(ratio, Number.MAX_VALUE));
            last[c] = values[c]!;
          }
          return { kind: 'scored', score, causes: [] };
        },
        snapshot: () => encodeState(last),
      };
    },
    artefact: () => encodeState(largestJumps),
    dispose: () => {},
  });

  return {
    name: 'largest-jump',
    traits: {
      family: 'external',
      randomness: 'none',
      score: 'graded',
      learns: true,
      warmupRows: 1,
      memoryRows: 'unbounded',
      claims: ['missing-readings-never-read-as-quiet'],
    },
    config: { sensitivity },
    async fit({ train }) {
      const channelCount = train[0]?.recording.channels.length ?? 0;
      const largest = new Float64Array(channelCount);
      for (const { recording } of train) {
        recording.columns.forEach((column, c) => {
          for (let row = 1; row < column.length; row++) {
            const jump = Math.abs(column[row]! - column[row - 1]!);
            if (jump > largest[c]!) largest[c] = jump;
          }
        });
      }
      return watcherOf(largest);
    },
    restore: async (artefact) => watcherOf(decodeState(artefact) as Float64Array),
  };
}
