import { deriveSeed, type Random, seededRandom } from '../../../src/chance.ts';
import type {
  AccuracyResult,
  MetricReading,
  MetricValue,
  RecordedAlert,
  RecordingInfo,
  RecordingResult,
} from '../../../src/record/schema.ts';
import type { Character } from './contenders.ts';
import { bucketTimes, CHANNELS, DAY_MS, DAYS, HOUR_MS, STEP_MS } from './world.ts';

const RESAMPLES = 400;
const BOOTSTRAP_SEED = 20_250_303;

interface Counts {
  readonly caught: number;
  readonly missed: number;
  readonly right: number;
  readonly wrong: number;
}

/** Alerts drawn by the contender's character; counts, figures and resamples follow from those alerts. */
export function accuracyResult(character: Character, judged: readonly RecordingInfo[]): AccuracyResult {
  const drawn = judged.map((recording) => ({ recording, alerts: alertsOf(character, recording) }));
  const blocks = drawn.flatMap(({ recording, alerts }) => byDay(recording, alerts));
  const { name } = character.info;
  const replicates = resample(blocks);
  const fold = {
    judged: judged.map(({ id }) => id),
    chosenOn: ['validation'],
    threshold: character.threshold,
    objective: eventF1(total(blocks)),
    trials: 100,
  };
  const metrics = readings(total(blocks), blocks.length, name);
  return {
    kind: 'accuracy',
    backend: character.info.traits.family === 'model' ? 'wasm' : null,
    threshold: { protocol: 'held-out', folds: [fold] },
    metrics: metrics.map((reading) => withInterval(reading, replicates)),
    inSample: {
      threshold: {
        protocol: 'in-sample',
        folds: [{ ...fold, chosenOn: fold.judged, threshold: character.threshold * 0.93 }],
      },
      metrics: metrics.map(({ metric, value }) => ({
        metric,
        value:
          metric === 'event-f1' && value.kind === 'defined'
            ? { kind: 'defined', value: Math.min(1, value.value + 0.03) }
            : value,
      })),
    },
    perRecording: drawn.map(({ recording, alerts }) => recordingResult(character, recording, alerts)),
    replicates,
    bootstrap: { resamples: RESAMPLES, seed: BOOTSTRAP_SEED, blocks: blocks.length, blockMs: DAY_MS },
  };
}

function alertsOf(character: Character, recording: RecordingInfo): RecordedAlert[] {
  const { info, catches, falseAlarmsPerDay, threshold } = character;
  const random = seededRandom(deriveSeed(23, info.name + recording.id));
  if (info.name === 'always') {
    return Array.from({ length: DAYS * 6 }, (_, i) => {
      const from = recording.startMs + i * 4 * HOUR_MS;
      return alert(character, recording, from, from + 4 * HOUR_MS - STEP_MS, 1, random);
    });
  }
  const alerts: RecordedAlert[] = [];
  for (const incident of recording.incidents) {
    if (random() >= (catches[incident.kind] ?? catches.otherwise)) continue;
    const from = incident.startMs + Math.floor(random() * 5) * STEP_MS;
    alerts.push(
      alert(
        character,
        recording,
        Math.min(from, incident.endMs),
        incident.endMs + 2 * STEP_MS,
        threshold * (1.2 + 3 * random()),
        random,
      ),
    );
  }
  const expected = falseAlarmsPerDay * DAYS;
  for (let i = 0; i < Math.round(expected * (0.8 + 0.4 * random())); i++) {
    const from = recording.startMs + Math.floor(random() * (recording.rows - 20)) * STEP_MS;
    alerts.push(
      alert(
        character,
        recording,
        from,
        from + Math.floor(1 + random() * 8) * STEP_MS,
        threshold * (1 + 0.4 * random()),
        random,
      ),
    );
  }
  return alerts.sort((a, b) => a.startMs - b.startMs);
}

function alert(
  { info, threshold }: Character,
  recording: RecordingInfo,
  startMs: number,
  endMs: number,
  peakScore: number,
  random: Random,
): RecordedAlert {
  const channel = CHANNELS[Math.floor(random() * 3)]!;
  const observed = Number((channel.level * (1.5 + random())).toPrecision(3));
  const limit = Number((channel.level * 1.5).toPrecision(3));
  const goesOutIn = (event: { startMs: number; endMs: number }) => event.startMs <= startMs && event.endMs >= startMs;
  const peak = Number(peakScore.toPrecision(4));
  const cause =
    info.traits.family === 'model'
      ? {
          source: 'reconstruction',
          channel: channel.name,
          observed: peak,
          limit: threshold,
          share: 0.62,
          text: `${channel.name} makes up 62 % of the reconstruction error`,
        }
      : {
          source: info.traits.family === 'rules' ? 'latency-high' : info.name,
          channel: channel.name,
          observed,
          limit,
          share: null,
          text: `${channel.name} ${observed} ${channel.unit} is above ${limit} ${channel.unit} for 15m`,
        };
  return {
    startMs,
    endMs,
    spans: [[startMs, endMs]],
    peakScore: peak,
    causes: info.traits.family === 'baseline' && info.name !== 'rolling-mad' ? [] : [cause],
    incidents: recording.incidents.filter(goesOutIn).map(({ id }) => id),
    benign: recording.benign.filter(goesOutIn).map(({ id }) => id),
  };
}

function byDay(recording: RecordingInfo, alerts: readonly RecordedAlert[]): Counts[] {
  return Array.from({ length: DAYS }, (_, day) => {
    const from = recording.startMs + day * DAY_MS;
    const within = ({ startMs }: { startMs: number }) => startMs >= from && startMs < from + DAY_MS;
    const incidents = recording.incidents.filter(within);
    const caught = incidents.filter(({ id }) => alerts.some((raised) => raised.incidents.includes(id))).length;
    const raised = alerts.filter(within);
    const wrong = raised.filter(({ incidents: hit }) => hit.length === 0).length;
    return { caught, missed: incidents.length - caught, right: raised.length - wrong, wrong };
  });
}

const total = (blocks: readonly Counts[]): Counts =>
  blocks.reduce(
    (sum, block) => ({
      caught: sum.caught + block.caught,
      missed: sum.missed + block.missed,
      right: sum.right + block.right,
      wrong: sum.wrong + block.wrong,
    }),
    { caught: 0, missed: 0, right: 0, wrong: 0 },
  );

const defined = (value: number): MetricValue => ({ kind: 'defined', value });
const undefinedBecause = (reason: string): MetricValue => ({ kind: 'undefined', reason });

function ratio(part: number, whole: number, reason: string): MetricValue {
  return whole === 0 ? undefinedBecause(reason) : defined(part / whole);
}

const precision = ({ right, wrong }: Counts) => ratio(right, right + wrong, 'no alerts');
const recall = ({ caught, missed }: Counts) => ratio(caught, caught + missed, 'no incidents');

function eventF1(counts: Counts): MetricValue {
  const p = precision(counts);
  const r = recall(counts);
  if (p.kind === 'undefined' || r.kind === 'undefined') return r.kind === 'defined' ? defined(0) : r;
  return p.value + r.value === 0 ? defined(0) : defined((2 * p.value * r.value) / (p.value + r.value));
}

function readings(counts: Counts, days: number, name: string): MetricReading[] {
  const delay =
    counts.caught === 0 ? undefinedBecause('no incident detected') : defined((8 + (name.length % 5) * 3) * 60_000);
  return [
    { metric: 'event-f1', value: eventF1(counts) },
    { metric: 'event-precision', value: precision(counts) },
    { metric: 'event-recall', value: recall(counts) },
    { metric: 'time-to-detect', value: delay },
    { metric: 'false-alarms-per-day', value: defined(counts.wrong / days) },
    {
      metric: 'time-in-alarm',
      value: defined(name === 'always' ? 1 : (counts.right * 0.1 + counts.wrong * 0.02) / days),
    },
    {
      metric: 'roc-auc',
      value:
        name === 'null' || name === 'always'
          ? undefinedBecause('all scores are equal')
          : defined(0.5 + 0.45 * (counts.caught / (counts.caught + counts.missed))),
    },
  ];
}

function resample(blocks: readonly Counts[]): (number | null)[] {
  const random = seededRandom(BOOTSTRAP_SEED);
  return Array.from({ length: RESAMPLES }, () => {
    const value = eventF1(total(blocks.map(() => blocks[Math.floor(random() * blocks.length)]!)));
    return value.kind === 'defined' ? value.value : null;
  });
}

function withInterval({ metric, value }: MetricReading, replicates: readonly (number | null)[]): MetricReading {
  if (metric !== 'event-f1' || value.kind === 'undefined') return { metric, value };
  const sorted = replicates.filter((replicate) => replicate !== null).sort((a, b) => a - b);
  const low = sorted[Math.floor(0.025 * (sorted.length - 1))]!;
  const high = sorted[Math.ceil(0.975 * (sorted.length - 1))]!;
  return { metric, value: { ...value, interval: { low, high, level: 0.95, method: 'block-bootstrap' } } };
}

function recordingResult(character: Character, recording: RecordingInfo, alerts: RecordedAlert[]): RecordingResult {
  const { info, threshold } = character;
  const random = seededRandom(deriveSeed(31, info.name + recording.id));
  const timestampsMs = bucketTimes(recording);
  const abstains = (time: number) =>
    info.traits.family === 'model' &&
    recording.incidents.some(({ kind, startMs, endMs }) => kind === 'gap' && time >= startMs && time <= endMs);
  const width = timestampsMs[1]! - timestampsMs[0]!;
  const scores = timestampsMs.map((time) => {
    if (abstains(time)) return null;
    const up = alerts.find(({ startMs, endMs }) => startMs < time + width && endMs >= time);
    if (up !== undefined) return Number((up.peakScore * (0.85 + 0.15 * random())).toPrecision(4));
    return info.traits.score === 'binary' ? 0 : Number((threshold * 0.7 * random() ** 2).toPrecision(4));
  });
  const gapRows = scores.filter((score) => score === null).length * 7;
  return {
    recording: recording.id,
    threshold,
    alerts,
    abstentions: gapRows === 0 ? {} : { 'readings missing for longer than 15m': gapRows },
    curve: { timestampsMs, scores },
    metrics: readings(total(byDay(recording, alerts)), DAYS, info.name),
  };
}
