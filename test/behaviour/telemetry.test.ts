import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyParameters } from '../../src/behaviour/cases/any-telemetry.ts';
import { buildTelemetry, type TelemetryParameters } from '../../src/behaviour/cases/telemetry.ts';
import { telemetryShape } from '../../src/behaviour/cases/telemetry-shape.ts';
import { wildTelemetry } from '../../src/behaviour/cases/wild-readings.ts';
import type { StudyContext } from '../../src/behaviour/property.ts';
import { withStudyContext } from '../../src/behaviour/study-context.ts';
import { mostTrainingRows, trainingExcerpt } from '../../src/behaviour/training-excerpt.ts';
import { rowCount } from '../../src/telemetry/recording.ts';
import { HONEST_TRAITS, honestDetector } from '../saboteurs/honest-detector.ts';
import { smallTraining } from './training-data.ts';

const shape = telemetryShape(smallTraining(), HONEST_TRAITS);
const quiet: TelemetryParameters = { rows: 30, noiseSeed: 5, events: [], gaps: [] };
const build = (changes: Partial<TelemetryParameters> = {}) => buildTelemetry(shape, { ...quiet, ...changes });
const withContext = (use: (context: StudyContext) => void) =>
  withStudyContext({ contender: honestDetector(), train: smallTraining(), seed: 1 }, async (context) => use(context));

describe('generated telemetry', () => {
  it('has the channels, the sampling step and the levels of the training data, and starts after it', () => {
    const { recording } = build({ rows: 500 });
    const training = smallTraining()[0]!.recording;
    expect(recording.channels).toEqual(training.channels);
    expect(recording.timestampsMs[0]).toBe(training.timestampsMs.at(-1)! + 60_000);
    expect(recording.timestampsMs[1]! - recording.timestampsMs[0]!).toBe(60_000);
    const [latency, errors] = recording.columns.map((column) => column.toSorted()[250]!);
    expect(latency).toBeGreaterThan(115);
    expect(latency).toBeLessThan(125);
    expect(errors).toBeGreaterThan(0.015);
    expect(errors).toBeLessThan(0.025);
  });

  it('keeps a channel still that never moved in training, and measures its events in hundredths of its level', () => {
    const [labelled] = smallTraining();
    const { recording } = labelled!;
    const still = { ...recording, columns: [recording.columns[0]!.map(() => 50), ...recording.columns.slice(1)] };
    const ofStill = telemetryShape([{ ...labelled!, recording: still }], HONEST_TRAITS);
    const columns = (events: TelemetryParameters['events']) =>
      buildTelemetry(ofStill, { ...quiet, events }).recording.columns;
    expect(new Set(columns([])[0])).toEqual(new Set([50]));
    expect(new Set(columns([])[1]).size).toBeGreaterThan(10);
    const spiked = columns([{ kind: 'spike', rowsBeforeEnd: 9, rows: 1, amplitude: 6, channel: 0 }])[0]!;
    expect(new Set(spiked)).toEqual(new Set([50, 53]));
  });

  it('goes on with counters where training ended, and never lets them fall', () => {
    const requests = build({ events: [{ kind: 'drop', rowsBeforeEnd: 9, rows: 5, amplitude: 60, channel: 2 }] })
      .recording.columns[2]!;
    const end = smallTraining()[0]!.recording.columns[2]!.at(-1)!;
    expect(requests[0]).toBeGreaterThan(end);
    requests.forEach((value, row) => {
      if (row > 0) expect(value).toBeGreaterThanOrEqual(requests[row - 1]!);
    });
  });

  it('keeps what was never negative from going negative', () => {
    const errors = build({ events: [{ kind: 'drop', rowsBeforeEnd: 9, rows: 5, amplitude: 60, channel: 1 }] }).recording
      .columns[1]!;
    expect(Math.min(...errors)).toBe(0);
  });

  it('puts an event where its story says, on its channel and on no other', () => {
    const plain = build();
    const { recording, story } = build({
      events: [{ kind: 'spike', rowsBeforeEnd: 9, rows: 2, amplitude: 20, channel: 0 }],
    });
    expect(story).toEqual(['30 rows of quiet telemetry', 'spike of 20 spreads on latency from row 21 for 2 rows']);
    const changed = [...recording.columns[0]!].flatMap((value, row) =>
      value === plain.recording.columns[0]![row] ? [] : [row + 1],
    );
    expect(changed).toEqual([21, 22]);
    expect(recording.columns.slice(1)).toEqual(plain.recording.columns.slice(1));
  });

  it('leaves no reading in a gap, on one channel or all', () => {
    const { recording, story } = build({
      gaps: [
        { rowsBeforeEnd: 3, rows: 2, channel: 'all' },
        { rowsBeforeEnd: 0, rows: 4, channel: 1 },
      ],
    });
    expect(story.slice(1)).toEqual([
      'no readings on any channel from row 27 for 2 rows',
      'no readings on error_ratio from row 30 for 4 rows',
    ]);
    const missing = recording.columns.map((column) =>
      [...column].flatMap((value, row) => (Number.isNaN(value) ? [row + 1] : [])),
    );
    expect(missing).toEqual([
      [27, 28],
      [27, 28, 30],
      [27, 28],
    ]);
  });

  it('is the same for the same parameters, and telemetry-sized for all of them', async () => {
    await withContext((context) => {
      fc.assert(
        fc.property(anyParameters(context), (parameters) => {
          const { recording } = buildTelemetry(context.shape, parameters);
          expect(buildTelemetry(context.shape, parameters).recording).toEqual(recording);
          for (const column of recording.columns) {
            expect(column).toHaveLength(parameters.rows);
            for (const value of column) expect(Number.isNaN(value) || Math.abs(value) < 1e5).toBe(true);
          }
        }),
        { seed: 1 },
      );
    });
  });

  it('is longer than the warm-up in most cases, and shorter in some', async () => {
    await withContext((context) => {
      const ready = { ...context, shape: { ...context.shape, warmupRows: 50 } };
      const lengths = fc.sample(anyParameters(ready), { numRuns: 200, seed: 1 }).map(({ rows }) => rows);
      const long = lengths.filter((rows) => rows > 50).length;
      expect(long).toBeGreaterThan(140);
      expect(long).toBeLessThan(200);
    });
  });

  it('reaches the corners of the double range where that is the point', async () => {
    await withContext((context) => {
      const cases = fc.sample(wildTelemetry(context), { numRuns: 200, seed: 1 });
      const seen = cases.flatMap(({ watched }) => watched.columns.flatMap((column) => [...column]));
      for (const corner of [
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        Number.MAX_VALUE,
        1e308,
        Number.MIN_VALUE,
        -0,
      ]) {
        expect(
          seen.some((value) => Object.is(value, corner)),
          String(corner),
        ).toBe(true);
      }
    });
  });
});

describe('training excerpt', () => {
  it('is the training data themselves where they are few', () => {
    const train = smallTraining();
    expect(trainingExcerpt(train, mostTrainingRows(3), { warmupRows: 0 })).toBe(train);
  });

  it('is the end of each recording where they are many, with the labels that reach into it', () => {
    const [labelled] = smallTraining(1000);
    const { timestampsMs } = labelled!.recording;
    const incident = (id: string, row: number) => ({
      id,
      kind: 'spike',
      startMs: timestampsMs[row]!,
      endMs: timestampsMs[row]!,
    });
    const train = [{ ...labelled!, incidents: [incident('early', 10), incident('late', 950)] }];
    const [excerpt] = trainingExcerpt(train, 500, { warmupRows: 0 });
    expect(rowCount(excerpt!.recording)).toBe(500);
    expect(excerpt!.recording.timestampsMs.at(-1)).toBe(timestampsMs.at(-1));
    expect(excerpt!.incidents.map(({ id }) => id)).toEqual(['late']);
  });

  it('leaves enough to learn from, however many readings there are', () => {
    const rows = (warmupRows: number, trainingRows = 0) =>
      rowCount(trainingExcerpt(smallTraining(2000), 30, { warmupRows, trainingRows })[0]!.recording);
    expect(rows(0)).toBe(256);
    expect(rows(100)).toBe(800);
    expect(rows(100, 1500)).toBe(1500);
  });
});
