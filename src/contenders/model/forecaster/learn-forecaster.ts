import { deriveSeed } from '../../../chance.ts';
import { parseDurationMs } from '../../../duration.ts';
import { type Channel, channelName, type LabelledRecording, type Recording } from '../../../telemetry/recording.ts';
import type { Backend } from '../backend.ts';
import type { Samples } from '../compiled-training.ts';
import type { Layers, Weights } from '../dense-layers.ts';
import { openInference } from '../inference.ts';
import { memberSeed } from '../members.ts';
import { openBackend } from '../open-backend.ts';
import { ReadingTaker } from '../readings.ts';
import { type ChannelScale, learnStandardScale } from '../scaling.ts';
import { readingsOf, rowsOf, type TrainingPart, trainingPart } from '../training-part.ts';
import { calibrateForecaster, withoutHeldBack } from './calibrate-forecaster.ts';
import { clip, InputKeeper, type InputShape, inputCount } from './forecast-inputs.ts';
import type { ForecasterConfig } from './forecaster-config.ts';
import { meanError } from './forecasts.ts';
import type { LateLearning } from './late-learning.ts';
import type { LearnedChannel, LearnedForecaster } from './learned-forecaster.ts';
import type { OrdinaryErrors, PastErrorsSettings } from './past-errors.ts';
import { trainForecaster } from './train-forecaster.ts';

type Usable = Extract<TrainingPart, { kind: 'usable' }>;

/** Fewer rows with a full window than this teach nothing that holds on other rows. */
const LEAST_ROWS = 32;
/** How late the earlier reading may be, in sampling steps. */
const SLACK_STEPS = 3;
/** Rows kept to look back into: half as many again as an even step needs, within reason. */
const MOST_LOOK_BACK_ROWS = 20_000;

/** Learns from the readings alone (labels are not looked at): per channel its scaling, networks and ordinary errors. */
export async function learnForecaster(
  config: ForecasterConfig,
  train: readonly LabelledRecording[],
  seed: number,
): Promise<LearnedForecaster> {
  const untrained = (reason: string): LearnedForecaster => ({
    kind: 'untrained',
    reason: `learned nothing: ${reason}`,
  });
  const part = trainingPart(train);
  if (part.kind === 'unusable') return untrained(part.reason);
  const { channels, recordings, stepMs } = part;
  const fitted = config.calibration === 'history' ? part : withoutHeldBack(part, config.holdBackRatio);
  const scales = readingsOf(channels, fitted.recordings).map(learnStandardScale);
  const shapes = scales.map((scale) => inputShape(config, scale, stepMs));
  const rows = rowsToLearnFrom(fitted, shapes);
  const poor = rows.findIndex(({ sigmas }) => sigmas.length < LEAST_ROWS);
  if (poor >= 0) {
    const name = channelName(channels[poor]!);
    return untrained(`${name} has ${rows[poor]!.sigmas.length} rows with a full window, ${LEAST_ROWS} are the least`);
  }
  const layers = layersFor(config, inputCount(shapes[0]!)); // there is a channel
  const backend = await backendFor(config);
  const learnedChannels: LearnedChannel[] = [];
  for (const [c, channel] of channels.entries()) {
    const shape = shapes[c]!;
    const channelSeed = deriveSeed(seed, channelName(channel));
    const members = await trainMembers(config, backend, rows[c]!, shape, layers, channelSeed);
    const ordinary = ordinaryErrors(config.inference === 'backend' ? backend : null, layers, members, rows[c]!);
    learnedChannels.push({ channel, shape, members, ordinary });
  }
  const scoring = scoringFor(config, stepMs);
  const runsOn = config.inference === 'backend' ? backend : null;
  const calibrated = calibrateForecaster(config, recordings, learnedChannels, scoring, (members) =>
    openInference(runsOn, layers, members, 1),
  );
  if (calibrated.kind === 'too-little') return untrained(calibrated.reason);
  return {
    kind: 'trained',
    layers,
    channels: learnedChannels,
    scoring,
    ...(calibrated.kind === 'calibrated' && { calibration: calibrated.calibration }),
    late: lateLearningFor(config, stepMs),
    trainedUntilMs: lastMs(recordings),
    seed,
    trainedOn: config.training === 'backend' ? backend!.name : null,
    runsOn: runsOn?.name ?? null,
  };
}

/** Null where nothing asks for one: TensorFlow.js is then not even loaded. */
async function backendFor({ training, inference, backend, hiddenUnits, batchRows }: ForecasterConfig) {
  if (training === 'compiled' && inference === 'compiled') return null;
  const workload = { purpose: 'train' as const, units: Math.max(...hiddenUnits), batch: batchRows };
  return (await openBackend(backend, workload)).backend;
}

const rowsIn = (text: string, stepMs: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, Math.round(parseDurationMs(text) / stepMs)));

function inputShape(config: ForecasterConfig, scale: ChannelScale, stepMs: number): InputShape {
  const ageMs = parseDurationMs(config.lookBack);
  const lookBackRows = Math.min(MOST_LOOK_BACK_ROWS, Math.ceil((1.5 * ageMs) / stepMs) + 1);
  return {
    scale,
    lags: rowsIn(config.window, stepMs, config.minWindowRows, Math.max(config.minWindowRows, config.maxWindowRows)),
    dayHarmonics: config.dayHarmonics,
    weekHarmonics: config.weekHarmonics,
    lookBack: ageMs === 0 ? null : { ageMs, slackMs: SLACK_STEPS * stepMs, rows: lookBackRows },
    bridgeRows: Math.floor(parseDurationMs(config.bridge) / stepMs),
    longestGapMs: Math.max(parseDurationMs(config.restartAfter), 2 * stepMs),
    clipSigmas: config.clipSigmas,
  };
}

function layersFor({ hiddenUnits }: ForecasterConfig, inputs: number): Layers {
  const widths = [inputs, ...hiddenUnits, 1];
  return widths.slice(1).map((units, layer) => [widths[layer]!, units]);
}

/** The rows of one channel that have a full window before them, in the order recorded. */
interface LearningRows {
  /** rows × inputs */
  readonly inputs: Float32Array;
  /** Readings, not clipped. */
  readonly sigmas: Float64Array;
}

function rowsToLearnFrom({ channels, recordings }: Usable, shapes: readonly InputShape[]): readonly LearningRows[] {
  const found = shapes.map(() => ({ inputs: [] as Float32Array[], sigmas: [] as number[] }));
  for (const recording of recordings) takeRows(recording, channels, shapes, found);
  return found.map(({ inputs, sigmas }) => {
    const width = inputs[0]?.length ?? 0;
    const all = new Float32Array(inputs.length * width);
    for (const [row, values] of inputs.entries()) all.set(values, row * width);
    return { inputs: all, sigmas: Float64Array.from(sigmas) };
  });
}

function takeRows(
  recording: Recording,
  channels: readonly Channel[],
  shapes: readonly InputShape[],
  into: readonly { readonly inputs: Float32Array[]; readonly sigmas: number[] }[],
): void {
  const taker = new ReadingTaker(channels);
  const keepers = shapes.map((shape) => new InputKeeper(shape));
  const readings = new Float64Array(channels.length);
  for (const { timestampMs, values } of rowsOf(recording, channels)) {
    taker.take(timestampMs, values, readings);
    for (const [c, keeper] of keepers.entries()) {
      const inputs = new Float32Array(inputCount(shapes[c]!));
      const sigmas = keeper.push(timestampMs, readings[c]!, inputs);
      if (Number.isNaN(sigmas)) continue;
      into[c]!.inputs.push(inputs);
      into[c]!.sigmas.push(sigmas);
    }
  }
}

async function trainMembers(
  config: ForecasterConfig,
  backend: Backend | null,
  { inputs, sigmas }: LearningRows,
  { clipSigmas }: InputShape,
  layers: Layers,
  seed: number,
): Promise<readonly Weights[]> {
  const samples: Samples = { inputs, targets: Float32Array.from(sigmas, (value) => clip(value, clipSigmas)) };
  const members: Weights[] = [];
  for (let member = 0; member < config.members; member++) {
    const engine = config.training === 'backend' ? backend : null;
    members.push(await trainForecaster(engine, samples, layers, config, memberSeed(seed, member)));
  }
  return members;
}

function ordinaryErrors(
  backend: Backend | null,
  layers: Layers,
  members: readonly Weights[],
  { inputs, sigmas }: LearningRows,
): OrdinaryErrors {
  const inference = openInference(backend, layers, members, 1);
  const forecasts = inference.run(inputs);
  inference.dispose();
  const errors = sigmas.map((value, row) => meanError(value, forecasts, row));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
  return { mean, deviation: Math.sqrt(variance) };
}

function scoringFor(config: ForecasterConfig, stepMs: number): PastErrorsSettings {
  const { smoothing, minSmoothingRows, maxSmoothingRows, pastErrors, alertAt, mode } = config;
  return {
    smoothingRows: rowsIn(smoothing, stepMs, minSmoothingRows, Math.max(minSmoothingRows, maxSmoothingRows)),
    most: pastErrors,
    alertAt: alertAt === 'auto' ? (mode === 'frozen' ? 7.1 : 5.85) : alertAt,
  };
}

function lateLearningFor(config: ForecasterConfig, stepMs: number): LateLearning {
  const { mode, drawnRows, batchRows, onlineRows, refitSteps, lateLearningRate, weightDecay } = config;
  const step = { learningRate: lateLearningRate, weightDecay };
  switch (mode) {
    case 'frozen':
      return { kind: 'none' };
    case 'online':
      return { kind: 'online', batchRows: onlineRows, drawnRows, step };
    case 'refit': {
      const everyRows = Math.max(1, Math.round(parseDurationMs(config.refitEvery) / stepMs));
      return { kind: 'refit', everyRows, steps: refitSteps, batchRows, drawnRows, step };
    }
  }
}

function lastMs(recordings: readonly Recording[]): number {
  return recordings.reduce(
    (last, { timestampsMs }) => timestampsMs.reduce((latest, timeMs) => Math.max(latest, timeMs), last),
    Number.NEGATIVE_INFINITY,
  );
}
