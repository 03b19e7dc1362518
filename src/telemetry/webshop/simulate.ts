import { deriveSeed, normal, seededRandom } from '../../chance.ts';
import type { Recording } from '../recording.ts';
import { CHANNEL_NAMES, type Readings, roundReading, WEBSHOP_CHANNELS } from './channels.ts';
import type { Conditions } from './conditions.ts';
import { type Noise, noiseSource } from './noise.ts';
import { readingsUnder } from './readings.ts';
import { type Plan, type ScheduledEvent, STEP_MS } from './schedule.ts';
import { hourOfDay, usualDemandShare } from './season.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Requests a second in the busiest usual hour. */
const PEAK_RPS = 225;
/** A single reading lost on the way, and a whole scrape that timed out. */
const LOST_READING_RATIO = 0.004;
const LOST_ROW_RATIO = 0.0006;

/** The recording of one plan with its events: a row each five minutes. */
export function simulate(id: string, plan: Plan, events: readonly ScheduledEvent[], seed: number): Recording {
  const rows = (plan.days * DAY_MS) / STEP_MS;
  const timestampsMs = Float64Array.from({ length: rows }, (_, row) => plan.startMs + row * STEP_MS);
  const columns = CHANNEL_NAMES.map(() => new Float64Array(rows));
  const nextNoise = noiseSource(seededRandom(deriveSeed(seed, 'noise')));
  const dayLevel = slowLevel(plan.days, deriveSeed(seed, 'days'));
  const shop = openShop(plan, events);
  timestampsMs.forEach((timestampMs, row) => {
    const noise = nextNoise();
    const usualRps = PEAK_RPS * usualDemandShare(timestampMs) * dayLevel((row * STEP_MS) / DAY_MS);
    const readings = shop(timestampMs, usualRps * Math.exp(0.035 * noise.demand), noise);
    loseSome(readings, noise);
    CHANNEL_NAMES.forEach((name, c) => {
      columns[c]![row] = roundReading(name, readings[name]);
    });
  });
  return { id, channels: WEBSHOP_CHANNELS, timestampsMs, columns };
}

/** The shop as a function of time: what its probes show, given how many visitors would come and what is going on. */
function openShop(plan: Plan, events: readonly ScheduledEvent[]) {
  const begun = new Map<ScheduledEvent, { visitorRpsAtStart: number; readingsAtStart?: Readings }>();
  let restartedMs = plan.startMs - 30 * HOUR_MS;
  return (timestampMs: number, visitorRps: number, noise: Noise): Readings => {
    const conditions = healthy(visitorRps, timestampMs, restartedMs);
    const moments = events
      .filter(({ startMs, endMs }) => startMs <= timestampMs && timestampMs <= endMs)
      .map((event) => {
        const start = begun.get(event) ?? { visitorRpsAtStart: visitorRps };
        begun.set(event, start);
        const progress = (timestampMs - event.startMs) / Math.max(STEP_MS, event.endMs - event.startMs);
        return { kind: event.kind, start, progress, strength: event.strength, pick: event.pick };
      });
    for (const { kind, start, ...moment } of moments) kind.cause?.(conditions, { ...moment, ...start });
    if (conditions.hoursSinceRestart === 0) restartedMs = timestampMs;
    const readings = readingsUnder(conditions, noise);
    for (const { kind, start, ...moment } of moments) {
      start.readingsAtStart ??= { ...readings };
      kind.measure?.(readings, { ...moment, ...start, readingsAtStart: start.readingsAtStart });
    }
    return readings;
  };
}

function loseSome(readings: Readings, { missing, missingChannel }: Noise): void {
  if (missing > 1 - LOST_ROW_RATIO) for (const name of CHANNEL_NAMES) readings[name] = Number.NaN;
  else if (missing < LOST_READING_RATIO) {
    readings[CHANNEL_NAMES[Math.floor(missingChannel * CHANNEL_NAMES.length)]!] = Number.NaN;
  }
}

function healthy(visitorRps: number, timestampMs: number, restartedMs: number): Conditions {
  // People browse by day and buy in the evening.
  const evening = Math.max(0, Math.sin((Math.PI * (hourOfDay(timestampMs) - 8)) / 16));
  return {
    visitorRps,
    robotRps: 6,
    conversionRatio: 0.0085 + 0.004 * evening,
    errorRatio: 0.0016,
    costFactor: 1,
    latencyFactor: 1,
    extraCpuPercent: 0,
    extraMemoryBytes: 0,
    hoursSinceRestart: Math.max(0.001, (timestampMs - restartedMs) / HOUR_MS), // 0 is how a deploy says "restarted"
    queueFactor: 1,
    extraConnections: 0,
    jitterFactor: 1,
  };
}

/** Some days are busier than others; the level glides from one noon to the next. */
function slowLevel(days: number, seed: number): (day: number) => number {
  const random = seededRandom(seed);
  const levels = Array.from({ length: days + 2 }, () => Math.exp(0.05 * normal(random)));
  return (day) => {
    const from = Math.floor(day + 0.5);
    const blend = day + 0.5 - from;
    return levels[from]! * (1 - blend) + levels[from + 1]! * blend;
  };
}
