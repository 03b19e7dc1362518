import { DEFAULT_COSTS } from '../accuracy/cost-table.ts';
import { INFLATING_METRICS } from '../accuracy/inflating-metrics.ts';
import { METRICS } from '../accuracy/metrics.ts';
import { PROPERTIES } from '../behaviour/properties.ts';
import { sha256 } from '../digest.ts';
import { formatDuration, parseDurationMs } from '../duration.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { ContenderInfo, DatasetInfo, Plan, PolicySettings, Protocol } from '../record/schema.ts';
import { STUDIES } from '../record/schema.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { channelName, rowCount, samplingStepMs } from '../telemetry/recording.ts';
import { protocolOf } from './assignments.ts';
import type { ContenderEntry, WatchbenchConfig } from './config.ts';
import { createContender, LINE_UP } from './line-up.ts';

const DEFAULT_METRICS = [
  'event-f1',
  'event-precision',
  'event-recall',
  'time-to-detect',
  'false-alarms-per-day',
  'time-in-alarm',
  'look-alikes-alerted',
  'abstention-ratio',
  'point-precision',
  'point-recall',
  'point-f1',
  'mcc',
  'roc-auc',
  'average-precision',
  'nab-standard',
  'nab-low-fp',
  'nab-low-fn',
];

/** NAB's windows are a tenth of a file long; a shorter quiet period pays for the same page again and again. */
const LEAVE_ONE_OUT_COOLDOWN = '8h';
const SPLIT_COOLDOWN = '1h';

/** Margins below which a difference is no difference, declared before any run, in units of the metric. */
const MARGINS: Readonly<Record<string, number>> = { 'nab-standard': 3, 'nab-low-fp': 3, 'nab-low-fn': 3 };
const DEFAULT_MARGIN = 0.05;

/**
 * The configuration with every default filled in, the dataset named by digest, every seed chosen. Nothing after this
 * invents a setting.
 * @throws InputError every setting that names something unknown, at once
 */
export async function makePlan(config: WatchbenchConfig, dataset: Dataset): Promise<Plan> {
  const protocol = protocolFor(config, dataset);
  const contenders = await contendersFor(config, dataset);
  const names = contenders.map(({ name }) => name);
  const metrics = config.accuracy?.metrics ?? DEFAULT_METRICS;
  const primaryMetric =
    config.accuracy?.primaryMetric ?? (protocol.kind === 'leave-one-out' ? 'nab-standard' : 'event-f1');
  const properties = config.behaviour?.properties ?? PROPERTIES.map(({ id }) => id);
  const against = config.latency?.against ?? (names.includes('rules') ? 'rules' : names[0]!);
  throwIfAny([
    ...unknown(
      'metric',
      [...metrics, primaryMetric],
      METRICS.map(({ card }) => card.id),
    ),
    ...unknown(
      'property',
      properties,
      PROPERTIES.map(({ id }) => id),
    ),
    ...unknown('contender', [against], names),
    ...unknownOfDataset(dataset),
    ...duplicates(names),
    ...inflating(primaryMetric, config),
    ...nothingToTuneOn(protocol, dataset),
  ]);
  const seeds = typeof config.seeds === 'number' ? [config.seeds] : (config.seeds ?? [1, 2, 3]);
  return {
    title: config.title ?? `${dataset.title}: who should watch it?`,
    dataset: datasetInfo(dataset),
    protocol,
    contenders,
    seeds,
    policy: policyFor(config, protocol, dataset),
    accuracy: {
      primaryMetric,
      ...iKnow(primaryMetric, config),
      metrics: [...new Set([primaryMetric, ...metrics])],
      ...(config.accuracy?.everySeed === true && { everySeed: true as const }),
      thresholdTrials: config.accuracy?.thresholdTrials ?? 100,
      bootstrapResamples: config.accuracy?.bootstrapResamples ?? 1000,
      margin: config.accuracy?.margin ?? MARGINS[primaryMetric] ?? DEFAULT_MARGIN,
      ...matchingSettings(config),
    },
    behaviour: { properties, runs: config.behaviour?.runs ?? 60, seed: seeds[0]! },
    determinism: { repeats: config.determinism?.repeats ?? 3 },
    latency: {
      against,
      rounds: config.latency?.rounds ?? 10,
      roundMs: parseDurationMs(config.latency?.roundDuration ?? '40ms'),
      coldStarts: config.latency?.coldStarts ?? 1,
    },
    studies: STUDIES.filter((study) => (config.studies ?? STUDIES).includes(study)),
  };
}

/** Absent where the configuration is silent, so that plans of configurations that do not use them stay as they were. */
function matchingSettings({ accuracy }: WatchbenchConfig): Pick<Plan['accuracy'], 'tolerance' | 'costs'> {
  const { toleranceBefore, toleranceAfter, costs = {} } = accuracy ?? {};
  const tolerance = {
    beforeMs: parseDurationMs(toleranceBefore ?? '0'),
    afterMs: parseDurationMs(toleranceAfter ?? '0'),
  };
  const given = Object.fromEntries(Object.entries(costs).filter(([, cost]) => cost !== undefined));
  return {
    ...((tolerance.beforeMs > 0 || tolerance.afterMs > 0) && { tolerance }),
    ...(Object.keys(given).length > 0 && { costs: { ...DEFAULT_COSTS, ...given } }),
  };
}

export const planDigest = (plan: Plan): string => sha256(canonicalJson(plan as unknown as Json));

function protocolFor(config: WatchbenchConfig, dataset: Dataset): Protocol {
  const protocol = protocolOf(dataset);
  return protocol.kind === 'split' ? protocol : { ...protocol, foldedBy: config.leaveOut ?? protocol.foldedBy };
}

function policyFor({ policy }: WatchbenchConfig, protocol: Protocol, { defaults }: Dataset): PolicySettings {
  const usualMs = parseDurationMs(protocol.kind === 'leave-one-out' ? LEAVE_ONE_OUT_COOLDOWN : SPLIT_COOLDOWN);
  return {
    clearRatio: policy?.clearRatio ?? 1,
    holdMs: parseDurationMs(policy?.hold ?? '0'),
    keepMs: parseDurationMs(policy?.keep ?? '0'),
    cooldownMs: policy?.cooldown === undefined ? (defaults?.cooldownMs ?? usualMs) : parseDurationMs(policy.cooldown),
  };
}

/** Who takes part, as the configuration says or else the line-up, each with a `use`. */
export function contenderEntries({ contenders }: WatchbenchConfig): ContenderEntry[] {
  const wanted = contenders ?? LINE_UP.filter(({ byDefault }) => byDefault !== false).map(({ use }) => use);
  return wanted.map((entry) => (typeof entry === 'string' ? { use: entry } : entry));
}

async function contendersFor(config: WatchbenchConfig, dataset: Dataset): Promise<ContenderInfo[]> {
  const infos: ContenderInfo[] = [];
  for (const { use, name, with: settings } of contenderEntries(config)) {
    const made = await createContender(
      use,
      { ...(name !== undefined && { name }), ...(settings && { with: settings }) },
      dataset,
    );
    infos.push(made.info);
  }
  return infos;
}

function datasetInfo(dataset: Dataset): DatasetInfo {
  return {
    name: dataset.name,
    title: dataset.title,
    licence: dataset.licence,
    source: dataset.source,
    digest: dataset.digest,
    channels: dataset.channels.map((channel) => ({
      name: channelName(channel),
      unit: channel.unit,
      kind: channel.kind,
    })),
    recordings: dataset.recordings.map(({ recording, role, scoredFromRow, incidents, benign }) => {
      const step = samplingStepMs(recording);
      return {
        id: recording.id,
        role,
        rows: rowCount(recording),
        scoredFromRow,
        scoredFromMs: recording.timestampsMs[scoredFromRow]!,
        startMs: recording.timestampsMs[0]!,
        endMs: recording.timestampsMs[rowCount(recording) - 1]!,
        stepMs: Number.isNaN(step) ? null : step,
        incidents: incidents.map(({ id, startMs, endMs, kind }) => ({ id, startMs, endMs, kind })),
        benign: benign.map(({ id, startMs, endMs, kind }) => ({ id, startMs, endMs, kind })),
      };
    }),
  };
}

function unknown(what: string, wanted: readonly string[], known: readonly string[]): Fault[] {
  return [...new Set(wanted)]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: `config/unknown-${what}`,
      message: `there is no ${what} ${JSON.stringify(name)}`,
      hint: `known: ${known.join(', ')}`,
    }));
}

/** A name misspelt in a manifest would leave its contender with settings made for other data. */
function unknownOfDataset({ defaults }: Dataset): Fault[] {
  const known = LINE_UP.map(({ use }) => use);
  return unknown('contender', Object.keys(defaults?.contenders ?? {}), known).map((fault) => ({
    ...fault,
    message: `${fault.message}, for which dataset.json has settings under "defaults"`,
  }));
}

function nothingToTuneOn(protocol: Protocol, { recordings }: Dataset): Fault[] {
  if (protocol.kind !== 'leave-one-out' || recordings.length === 1) return [];
  const groups = new Set(
    recordings.map(({ group, recording }) => (protocol.foldedBy === 'group' ? group : recording.id)),
  );
  if (groups.size > 1) return [];
  return [
    {
      code: 'config/one-group',
      message: 'leaveOut: group leaves nothing to choose a threshold on, because all recordings are of one group',
      hint: 'use leaveOut: recording, or select recordings of several groups',
    },
  ];
}

/** A metric that noise does well on decides nothing, unless whoever asks for it says why it should. */
function inflating(primaryMetric: string, { accuracy }: WatchbenchConfig): Fault[] {
  const noise = INFLATING_METRICS[primaryMetric];
  if (noise === undefined || accuracy?.iKnow !== undefined) return [];
  return [
    {
      code: 'config/inflating-metric',
      message: `${primaryMetric} is no primary metric, because noise does well on it: ${noise}`,
      hint: 'choose another primaryMetric and list this one under metrics, or say why under accuracy: { iKnow: { why: … } }',
    },
  ];
}

function iKnow(primaryMetric: string, { accuracy }: WatchbenchConfig): Pick<Plan['accuracy'], 'iKnow'> {
  const noise = INFLATING_METRICS[primaryMetric];
  const why = accuracy?.iKnow?.why;
  return noise === undefined || why === undefined ? {} : { iKnow: { noise, why } };
}

function duplicates(names: readonly string[]): Fault[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => ({
    code: 'config/duplicate-contender',
    message: `two contenders are called ${JSON.stringify(name)}`,
    hint: 'give each a name of its own: { use: rules, name: rules-strict, with: … }',
  }));
}

/** One line for people: how scores became alerts. */
export const describePolicy = ({ clearRatio, holdMs, keepMs, cooldownMs }: PolicySettings): string =>
  `hold ${formatDuration(holdMs)}, keep ${formatDuration(keepMs)}, cool-down ${formatDuration(cooldownMs)}, clears below ${clearRatio} of the threshold`;
