import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../../duration.ts';
import { type Fault, InputError, throwIfAny } from '../../../faults.ts';
import type { JsonObject } from '../../../json.ts';
import type { Dataset } from '../../../telemetry/dataset.ts';
import { channelName, samplingStepMs } from '../../../telemetry/recording.ts';
import { suggestionHint } from '../../../telemetry/suggest.ts';
import { parseContenderConfig } from '../../contender-config.ts';
import type { Contender, Traits, Watcher } from '../../contract.ts';
import { positiveDuration } from '../../duration-setting.ts';
import { decodeState, type State } from '../../state-codec.ts';
import { streamingWatcher } from '../../streaming-watcher.ts';
import type { Alarm } from './alarm.ts';
import { cloudwatchSession } from './cloudwatch-session.ts';
import type { OpenQuery } from './promql-query.ts';
import { type Alarms, parseAlarms, readAlarms } from './read-alarms.ts';
import { cloudwatchSearchSpace } from './search-space.ts';
import { type CloudwatchSettings, cloudwatchSettingsSchema, type ReplaySettings, replaySettings } from './settings.ts';

/** The alarms travel whole, so that the contender can be rebuilt from its config alone. */
const configSchema = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  resolution: positiveDuration,
  ...replaySettings,
  document: z.record(z.string(), z.json()),
  lines: z.record(z.string(), z.number()),
});

/** Where there is no dataset to take it from: the finest data points of ordinary metrics. */
const USUAL_RESOLUTION = '1m';

/**
 * CloudWatch alarms as a contender, called `cloudwatch`.
 * @param dataset says how far rows lie apart and which channels there are, where it is known
 * @throws InputError those of `readAlarms`, `contender/config`, `cloudwatch/unknown-channel`
 */
export async function cloudwatchContender(
  raw: JsonObject,
  dataset: Dataset | null,
  openQuery?: OpenQuery,
): Promise<Contender> {
  const { alarms, replay } = await readReplay(raw, dataset);
  const searchSpace = cloudwatchSearchSpace(alarms, raw, (tuned) => configOf(tuned, replay));
  return { ...contenderOf(alarms, replay, openQuery), ...(searchSpace && { searchSpace }) };
}

/**
 * Alarms, and how they are replayed over recordings of a dataset.
 * @throws InputError those of `cloudwatchContender`
 */
export async function cloudwatchReplay(
  raw: JsonObject,
  dataset: Dataset,
): Promise<{ readonly alarms: readonly Alarm[]; readonly settings: ReplaySettings }> {
  const { alarms, replay } = await readReplay(raw, dataset);
  return { alarms: alarms.alarms, settings: settingsOf(replay) };
}

async function readReplay(
  raw: JsonObject,
  dataset: Dataset | null,
): Promise<{ readonly alarms: Alarms; readonly replay: Replay }> {
  const {
    file,
    resolution = resolutionOf(dataset),
    ...rest
  } = parseContenderConfig('cloudwatch', cloudwatchSettingsSchema, raw);
  const alarms = await readAlarms(file);
  if (dataset !== null) checkSettings(rest, alarms, dataset);
  return { alarms, replay: { ...rest, resolution } };
}

function settingsOf({ resolution, ...rest }: Replay): ReplaySettings {
  return { ...rest, resolutionMs: parseDurationMs(resolution) };
}

/**
 * The same contender from its `config`, in this process or another.
 * @throws InputError `contender/config`, `cloudwatch/digest` and those of a file of alarms
 */
export function cloudwatchFromConfig(raw: JsonObject, openQuery?: OpenQuery): Contender {
  const { file, sha256, document, lines, ...settings } = parseContenderConfig('cloudwatch', configSchema, raw);
  const read = parseAlarms(JSON.stringify(document), file);
  if (read.sha256 !== sha256) {
    throw InputError.of('cloudwatch/digest', `the alarms of ${file} have ${read.sha256}, expected ${sha256}`);
  }
  const alarms = read.alarms.map((alarm) => ({ ...alarm, where: `${file}:${lines[alarm.name] ?? 1}` }));
  return contenderOf({ ...read, alarms, lines }, settings, openQuery);
}

type Replay = Omit<CloudwatchSettings, 'file' | 'resolution'> & { readonly resolution: string };

const configOf = ({ file, sha256, document, lines }: Omit<Alarms, 'text'>, replay: Replay): JsonObject =>
  ({ file, sha256, ...replay, document, lines }) as unknown as JsonObject;

function contenderOf(read: Omit<Alarms, 'text'>, replay: Replay, openQuery?: OpenQuery): Contender {
  const { alarms, sha256 } = read;
  const settings = settingsOf(replay);
  const watcher = (): Watcher =>
    streamingWatcher({ alarms: sha256 }, (channels, from) =>
      cloudwatchSession({ alarms, settings, openQuery }, channels, from),
    );
  return {
    name: 'cloudwatch',
    traits: traitsOf(alarms, settings),
    config: configOf(read, replay),
    ...readsOf(alarms, openQuery),
    fit: async () => watcher(),
    async restore(artefact) {
      const { alarms: fitted } = decodeState(artefact) as { readonly alarms: State };
      if (fitted !== sha256) throw new Error(`this artefact is of other alarms, ${String(fitted)}`);
      return watcher();
    },
  };
}

/** Metric alarms read channels; PromQL alarms what a recording brings of the scraped series, where it does. */
function readsOf(alarms: readonly Alarm[], openQuery?: OpenQuery): Pick<Contender, 'reads'> {
  if (openQuery === undefined) return {};
  const readers = alarms.flatMap((alarm) => (alarm.kind === 'promql' ? [openQuery.reads(alarm.query)] : []));
  return readers.length === 0 ? {} : { reads: (labels) => readers.some((reads) => reads(labels)) };
}

function traitsOf(alarms: readonly Alarm[], { resolutionMs }: ReplaySettings): Traits {
  const coverMs = alarms.map((alarm) => {
    if (alarm.kind === 'promql') return Math.max(alarm.intervalMs, alarm.warmUp?.durationMs ?? 0);
    if (alarm.kind !== 'metric') return 0;
    const running = alarm.window.kind === 'wall-clock' ? 1 : 0; // the period that is running when it starts
    return (alarm.evaluationPeriods + running) * alarm.periodMs + (alarm.warmUp?.durationMs ?? 0);
  });
  return {
    family: 'rules',
    randomness: 'none',
    score: 'graded',
    learns: false,
    warmupRows: Math.ceil(Math.max(0, ...coverMs) / resolutionMs) + 1, // and a bucket that the first row does not fill
    memoryRows: 'unbounded', // what it has seen is bounded in time, but an alarm may keep its state for ever
    claims: [],
  };
}

/** The finest step of any recording: a coarser one then has periods without data, as it would in CloudWatch. */
function resolutionOf(dataset: Dataset | null): string {
  const steps = (dataset?.recordings ?? []).map(({ recording }) => samplingStepMs(recording)).filter(Number.isFinite);
  return steps.length === 0 ? USUAL_RESOLUTION : formatDuration(Math.min(...steps));
}

/** Here the dataset is at hand, so that a name that is not there is told before anything runs. */
function checkSettings(
  { metrics, bands }: Pick<CloudwatchSettings, 'metrics' | 'bands'>,
  { alarms }: Alarms,
  dataset: Dataset,
): void {
  const channels = dataset.channels.map(channelName);
  const faults: Fault[] = [];
  const expect = (where: string, wanted: string, known: readonly string[], code: string, what: string) => {
    if (known.includes(wanted)) return;
    const hint = suggestionHint(wanted, known);
    const message = `cloudwatch.${where}: there is no ${what} ${JSON.stringify(wanted)}`;
    faults.push({ code, message, ...(hint !== undefined && { hint }) });
  };
  metrics.forEach(({ channel }, i) => {
    expect(`metrics.${i}.channel`, channel, channels, 'cloudwatch/unknown-channel', 'channel');
  });
  bands.forEach(({ alarm, lower, upper }, i) => {
    const names = alarms.map(({ name }) => name);
    expect(`bands.${i}.alarm`, alarm, names, 'cloudwatch/unknown-alarm', 'alarm');
    expect(`bands.${i}.lower`, lower, channels, 'cloudwatch/unknown-channel', 'channel');
    expect(`bands.${i}.upper`, upper, channels, 'cloudwatch/unknown-channel', 'channel');
  });
  throwIfAny(faults);
}
