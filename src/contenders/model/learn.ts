import { parseDurationMs } from '../../duration.ts';
import {
  type Channel,
  channelName,
  type LabelledRecording,
  type Recording,
  rowCount,
  sliceRows,
} from '../../telemetry/recording.ts';
import type { AutoencoderConfig } from './autoencoder-config.ts';
import { openInference } from './inference.ts';
import { learnScoring } from './learn-scoring.ts';
import type { Learned } from './learned.ts';
import { memberSeed } from './members.ts';
import { layersOf, type NetworkSize } from './network.ts';
import { openBackend } from './open-backend.ts';
import { learnScale } from './scaling.ts';
import { trainNetwork } from './train.ts';
import { readingsOf, rowsOf, trainingPart } from './training-part.ts';
import { endToEnd, type FullWindow, inputLength, WindowKeeper, type WindowShape } from './windows.ts';

/** Fewer windows than this teach nothing that holds on other rows. */
const LEAST_WINDOWS = 32;
const MAX_AUTO_CODE_UNITS = 16;

/** Learns from the readings alone (labels are not looked at): scaling, networks, ordinary errors, in this order. */
export async function learn(
  config: AutoencoderConfig,
  train: readonly LabelledRecording[],
  seed: number,
): Promise<Learned> {
  const untrained = (reason: string): Learned => ({ kind: 'untrained', reason: `learned nothing: ${reason}` });
  const part = trainingPart(train);
  if (part.kind === 'unusable') return untrained(part.reason);
  const { channels, recordings, stepMs } = part;
  const { calibration, holdBackRatio } = config;
  const scaledOn = calibration === 'history' ? recordings : recordings.map((each) => fittedRows(each, holdBackRatio));
  const shape = learnShape(config, channels, scaledOn, stepMs);
  const windows = recordings.map((recording) => windowsOf(shape, recording));
  const count = windows.reduce((sum, list) => sum + list.filter((window) => window !== null).length, 0);
  if (count < LEAST_WINDOWS) {
    return untrained(
      `the training part holds ${count} full windows of ${shape.rows} rows, ${LEAST_WINDOWS} are the least`,
    );
  }
  const { fitted, heldBack } = holdBack(windows, holdBackRatio);
  const size = networkSize(config, shape);
  const { backend } = await openBackend(config.backend, {
    purpose: 'train',
    units: size.hidden,
    batch: config.batchRows,
  });
  const trainingWindows = {
    inputs: endToEnd(fitted.flat().filter((window) => window !== null)),
    channelCount: channels.length,
  };
  const members = [];
  for (let member = 0; member < config.members; member++) {
    members.push(await trainNetwork(backend, trainingWindows, size, config, memberSeed(seed, member)));
  }
  const { inference } = config;
  const network = openInference(inference === 'backend' ? backend : null, layersOf(size), members, channels.length);
  try {
    const learned = learnScoring(config, stepMs, shape, network, { fitted, heldBack });
    if (learned.kind === 'too-little') return untrained(learned.reason);
    const { scoring } = learned;
    return { kind: 'trained', backend: backend.name, engine: backend.engine, shape, size, members, inference, scoring };
  } finally {
    network.dispose();
  }
}

function learnShape(
  config: AutoencoderConfig,
  channels: readonly Channel[],
  recordings: readonly Recording[],
  stepMs: number,
): WindowShape {
  const rows = Math.round(parseDurationMs(config.window) / stepMs);
  const bounded = Math.max(config.minWindowRows, Math.min(config.maxWindowRows, rows));
  const bridgeRows = Math.min(bounded, Math.floor(parseDurationMs(config.bridge) / stepMs));
  const coveredMs = recordings.reduce((sum, recording) => sum + rowCount(recording) * stepMs, 0);
  return {
    channels,
    scales: readingsOf(channels, recordings).map(learnScale),
    rows: bounded,
    bridgeRows,
    longestGapMs: (bridgeRows + 1.5) * stepMs,
    clipSigmas: config.clipSigmas,
    cyclesMs: config.cycles.map(parseDurationMs).filter((cycleMs) => coveredMs >= 2 * cycleMs),
  };
}

/** One per row; null where the window is not full. */
function windowsOf(shape: WindowShape, recording: Recording): (FullWindow | null)[] {
  const keeper = new WindowKeeper(shape, shape.channels.map(channelName));
  return Array.from(rowsOf(recording, shape.channels), ({ timestampMs, values }) => {
    const answer = keeper.push(timestampMs, values);
    return answer.kind === 'window' ? answer : null;
  });
}

const fittedCount = (rows: number, ratio: number): number => Math.round(rows * (1 - ratio));

const fittedRows = (recording: Recording, ratio: number): Recording =>
  sliceRows(recording, 0, fittedCount(rowCount(recording), ratio));

/** The newest part of each recording is measured on; with a ratio of 0, all of it is both learned from and measured on. */
function holdBack(windows: readonly (readonly (FullWindow | null)[])[], ratio: number) {
  const cut = (list: readonly unknown[]) => fittedCount(list.length, ratio);
  return {
    fitted: windows.map((list) => list.slice(0, cut(list))),
    heldBack: ratio === 0 ? windows : windows.map((list) => list.slice(cut(list))),
  };
}

function networkSize(config: AutoencoderConfig, shape: WindowShape): NetworkSize {
  const code =
    config.codeUnits === 'auto' ? Math.min(MAX_AUTO_CODE_UNITS, 4 + (shape.channels.length >> 2)) : config.codeUnits;
  const hidden = config.hiddenUnits === 'auto' ? 4 * code : config.hiddenUnits;
  return { input: inputLength(shape), hidden, code, output: shape.rows * shape.channels.length };
}
