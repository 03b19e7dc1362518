import fc from 'fast-check';
import type { Traits } from '../../contenders/contract.ts';
import { whenWarmInTime } from '../applicability.ts';
import { caseOf } from '../cases/any-telemetry.ts';
import { buildTelemetry } from '../cases/telemetry.ts';
import { highestScore } from '../highest-score.ts';
import { numberOf, type Property, type StudyContext } from '../property.ts';
import { watch } from '../watch.ts';

/** The step lasts as long as the contender remembers, within these bounds, so that hold times can pass. */
const SHORTEST_STEP_ROWS = 24;
const LONGEST_STEP_ROWS = 96;

/** Every channel rises by this many times its usual level and spread together: nobody would call it quiet. */
const HEIGHTS = { min: 10, max: 100 };

export const obviousSpikeIsScoredAboveQuiet: Property = {
  id: 'obvious-spike-is-scored-above-quiet',
  version: 1,
  claim: 'A step to ten times the usual level and more, on every channel, scores higher than the quiet before it.',
  scope: { claimed: 'obvious-spike-is-scored-above-quiet' },
  kind: 'frozen',
  appliesTo: whenWarmInTime,
  arbitrary: (context) =>
    fc
      .record({
        quietRows: fc.integer({ min: 4, max: 20 }),
        noiseSeed: fc.integer({ min: 1, max: 9999 }),
        height: fc.integer(HEIGHTS),
      })
      .map((parameters) => stepCase(context, parameters)),
  async holds({ contender, watcher }, example) {
    const stepRow = numberOf(example, 'stepRow');
    const verdicts = watch(watcher, example.watched);
    const quiet = highestScore(verdicts, contender.traits.warmupRows, stepRow);
    const step = highestScore(verdicts, stepRow);
    if (step === null) return `no row of the step from row ${stepRow + 1} on was scored`;
    if (quiet === null || step.score > quiet.score) return null;
    return `the step from row ${stepRow + 1} on scored at most ${step.score}; quiet row ${quiet.row + 1} scored ${quiet.score}`;
  },
};

function stepCase(
  { shape, contender }: StudyContext,
  { quietRows, noiseSeed, height }: { readonly quietRows: number; readonly noiseSeed: number; readonly height: number },
) {
  const stepRow = shape.warmupRows + quietRows;
  const rows = stepRow + stepRows(contender.traits);
  const { recording, story } = buildTelemetry(shape, { rows, noiseSeed, events: [], gaps: [] });
  const columns = recording.columns.map((column, index) => {
    const { channel, location, spread } = shape.channels[index]!;
    const rise = height * (Math.abs(location) + spread);
    return column.map((reading, row) => {
      if (row < stepRow) return reading;
      return channel.kind === 'counter' ? reading + rise * (row - stepRow + 1) : reading + rise;
    });
  });
  const step = `step to ${height} times the usual level and spread on every channel from row ${stepRow + 1} to the end`;
  return caseOf({ recording: { ...recording, columns }, story: [...story, step] }, { stepRow });
}

function stepRows({ memoryRows }: Traits): number {
  const remembered = memoryRows === 'unbounded' ? LONGEST_STEP_ROWS / 2 : memoryRows;
  return Math.min(LONGEST_STEP_ROWS, Math.max(SHORTEST_STEP_ROWS, remembered));
}
