import { formatDuration } from '../../duration.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import type { Calibration } from './calibration/calibration.ts';
import { formatReading } from './causes.ts';
import { type Layers, parameterCount } from './dense-layers.ts';
import { decodeForecaster, type LearnedForecaster } from './forecaster/learned-forecaster.ts';
import { decodeLearned, type Learned } from './learned.ts';
import type { ChannelFacts, ModelFacts } from './model-facts.ts';
import { layersOf } from './network.ts';
import type { ChannelScale } from './scaling.ts';

/**
 * @param stepMs sampling step of the training part; null: time did not advance
 * @returns null for a contender that is none of this room, or has learned nothing
 */
export function describeModel(use: string, artefact: Uint8Array, stepMs: number | null): ModelFacts | null {
  if (use === 'autoencoder') {
    const learned = decodeLearned(artefact);
    return learned.kind === 'trained' ? autoencoderFacts(learned, stepMs) : null;
  }
  if (use !== 'forecaster') return null;
  const learned = decodeForecaster(artefact);
  return learned.kind === 'trained' ? forecasterFacts(learned, stepMs) : null;
}

type Autoencoder = Extract<Learned, { kind: 'trained' }>;
type Forecaster = Extract<LearnedForecaster, { kind: 'trained' }>;

function autoencoderFacts({ shape, size, members, scoring }: Autoencoder, stepMs: number | null): ModelFacts {
  const { channels, scales, rows, bridgeRows, clipSigmas, cyclesMs } = shape;
  const { smoothingRows, against, alertAt, calibration } = scoring;
  const cycles = cyclesMs.map((cycleMs) => formatDuration(cycleMs)).join(' and ');
  const told = cycles === '' ? '' : `, and the phase of cycles of ${cycles} (UTC)`;
  return {
    network: networkText(layersOf(size), members.length, 'for all channels together'),
    decides: [
      `it sees the last ${rowsText(rows, stepMs)} of every channel${told}, clipped to ${clipSigmas} robust standard deviations, and reconstructs them`,
      `the newest row’s distance from its reconstruction is averaged over ${rowsText(smoothingRows, stepMs)}, and combined over channels so that one far off counts for more than all a little`,
      calibration === undefined
        ? `a score of 1 is ${alertAt} standard deviations above the mean error of ${against === 'training' ? 'the training part' : 'the stream so far and of the training part'}`
        : promiseText(calibration),
    ],
    abstains: [
      `until its window holds ${rowsText(rows, stepMs)}, and again after a hole of more than ${rowsText(bridgeRows, stepMs)}`,
      'on a row where one of its channels has no reading',
      'throughout, where a channel it learned on is missing or has another unit',
    ],
    blindTo: [
      ...commonBlindSpots(smoothingRows, stepMs, calibration, calibration === undefined && against === 'own-past'),
      'a state that the channels were in together where it learned, however bad it is',
    ],
    channels: channelFacts(channels, scales),
  };
}

function forecasterFacts(
  { layers, channels, scoring, calibration, late }: Forecaster,
  stepMs: number | null,
): ModelFacts {
  const [{ shape, members }] = channels as [Forecaster['channels'][number], ...Forecaster['channels']];
  const { lags, lookBack, bridgeRows, longestGapMs, clipSigmas } = shape;
  const earlier = lookBack === null ? '' : `, the reading ${formatDuration(lookBack.ageMs)} ago`;
  return {
    network: networkText(
      layers,
      members.length * channels.length,
      `${members.length} for each of ${channels.length} channels`,
    ),
    decides: [
      `it sees the last ${rowsText(lags, stepMs)} of a channel${earlier} and the time of day and week (UTC), clipped to ${clipSigmas} standard deviations, and forecasts the next reading`,
      `the distance of the reading from its forecast is averaged over ${rowsText(scoring.smoothingRows, stepMs)}; a row is as bad as its worst channel`,
      calibration === undefined
        ? `a score of 1 is ${scoring.alertAt} standard errors above the mean of the last ${scoring.most} errors of the channel itself`
        : promiseText(calibration),
      LATE_TEXT[late.kind],
    ],
    abstains: [
      `until the window of each channel holds ${rowsText(lags, stepMs)}, and again after a hole of more than ${formatDuration(longestGapMs)}; a missing reading is taken to be the last one for ${rowsText(bridgeRows, stepMs)}, as an input alone`,
      'on a row where a channel has no reading, unless the others alone say alert',
      'throughout, where a channel it learned on is missing or has another unit',
    ],
    blindTo: [
      ...commonBlindSpots(scoring.smoothingRows, stepMs, calibration, calibration === undefined),
      'relations between channels: each is forecast from itself alone',
    ],
    channels: channelFacts(
      channels.map(({ channel }) => channel),
      channels.map((each) => each.shape.scale),
    ),
  };
}

const LATE_TEXT: Readonly<Record<Forecaster['late']['kind'], string>> = {
  none: 'it stays as it was trained',
  refit: 'it learns on from the newest rows every so often while it watches',
  online: 'it learns on from every row after having judged it',
};

function commonBlindSpots(
  smoothingRows: number,
  stepMs: number | null,
  calibration: Calibration | undefined,
  isOwnPast: boolean,
): string[] {
  return [
    ...(smoothingRows > 1 ? [`what is short against ${rowsText(smoothingRows, stepMs)} and not large`] : []),
    ...(isOwnPast
      ? ['what comes slowly or stays: errors are held against the stream’s own, and it gets used to them']
      : []),
    ...(calibration === undefined
      ? []
      : ['that its promise no longer holds: rows unlike those held back are what it was not calibrated on']),
    'days that the calendar makes different: holidays, and the hour that daylight saving moves',
    'whether something unusual is bad: a new release or a campaign is unusual too',
  ];
}

const promiseText = ({ falseAlarmRate, errors, tail }: Calibration): string => {
  const held = `the ${errors.length} rows held back from training`;
  const rare = `${Number((100 * falseAlarmRate).toPrecision(3))} %`;
  if (tail === null) return `a score of 1 is an error as rare as ${rare} among ${held} (split conformal p-values)`;
  const { shape, scale } = tail;
  return `a score of 1 is an error as rare as ${rare}, by a generalised Pareto tail (shape ${shape.toFixed(2)}, scale ${scale.toPrecision(3)}) fitted to the largest tenth of ${held}`;
};

function networkText(layers: Layers, networks: number, how: string): string {
  const widths = [layers[0]![0], ...layers.map(([, units]) => units)].join(' → ');
  const many = networks === 1 ? 'one network' : `${networks} networks, ${how},`;
  return `${many} of ${parameterCount(layers)} parameters: ${widths}, tanh between, linear at the end`;
}

/** `16 rows (1h20m)`. */
function rowsText(rows: number, stepMs: number | null): string {
  const time = stepMs === null || rows === 0 ? '' : ` (${formatDuration(rows * stepMs)})`;
  return `${rows} row${rows === 1 ? '' : 's'}${time}`;
}

function channelFacts(channels: readonly Channel[], scales: readonly ChannelScale[]): ChannelFacts[] {
  return channels.map((channel, c) => {
    const { center, spread } = scales[c]!;
    const usual = `${Number(center.toPrecision(4))} ± ${formatReading(Number(spread.toPrecision(3)), channel)}`;
    return { name: channelName(channel), usual, isConstant: spread === 0 };
  });
}
