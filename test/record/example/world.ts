import { deriveSeed, normal, type Random, seededRandom } from '../../../src/chance.ts';
import type { RecordingInfo, Timeline } from '../../../src/record/schema.ts';

/** The telemetry behind the example record: a made-up web shop with eight channels, two weeks a recording. */
export const CHANNELS = [
  { name: 'requests_per_second{route="/cart"}', unit: 'req/s', level: 180, kind: 'gauge' },
  { name: 'latency_p95_ms{route="/cart"}', unit: 'ms', level: 240, kind: 'gauge' },
  { name: 'error_ratio', unit: '1', level: 0.004, kind: 'gauge' },
  { name: 'cpu_utilisation', unit: '%', level: 46, kind: 'gauge' },
  { name: 'memory_used_bytes', unit: 'By', level: 3.1e9, kind: 'gauge' },
  { name: 'queue_depth{queue="orders"}', unit: '1', level: 35, kind: 'gauge' },
  { name: 'db_connections', unit: '1', level: 60, kind: 'gauge' },
  { name: 'orders_total', unit: '1', level: 22, kind: 'counter' },
] as const;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const STEP_MS = 60_000 * 5;
export const DAYS = 14;
const START_MS = Date.UTC(2025, 2, 3);
const BUCKETS = 576;

const INCIDENT_KINDS = [
  'spike',
  'level-shift',
  'slow-ramp',
  'variance-change',
  'flatline',
  'gap',
  'lost-traffic',
] as const;
const LATER_KINDS = ['seasonal-break', 'correlated-failure', 'contextual'] as const;
export const KINDS = [...INCIDENT_KINDS, ...LATER_KINDS];
const BENIGN_KINDS = ['deploy', 'backup', 'campaign'] as const;

/** `place` 0 is the first fortnight, 1 the next, and so on. */
export function recordingInfo(id: string, role: RecordingInfo['role'], place: number): RecordingInfo {
  const random = seededRandom(deriveSeed(7, id));
  const startMs = START_MS + place * DAYS * DAY_MS;
  const at = (day: number, hours: number) => startMs + day * DAY_MS + Math.round(hours * 12) * STEP_MS;
  const incidents = Array.from({ length: DAYS }, (_, day) => {
    const from = at(day, 6 + random() * 12);
    return {
      id: `${id}-i${day + 1}`,
      kind: KINDS[day % KINDS.length]!,
      startMs: from,
      endMs: from + (6 + Math.floor(random() * 40)) * STEP_MS,
    };
  });
  const benign = [2, 5, 8, 11].map((day, i) => {
    const from = at(day, 1 + random() * 3);
    return { id: `${id}-b${i + 1}`, kind: BENIGN_KINDS[i % 3]!, startMs: from, endMs: from + 14 * STEP_MS };
  });
  const rows = (DAYS * DAY_MS) / STEP_MS;
  const endMs = startMs + (rows - 1) * STEP_MS;
  return {
    id,
    role,
    rows,
    scoredFromRow: 0,
    scoredFromMs: startMs,
    startMs,
    endMs,
    stepMs: STEP_MS,
    incidents,
    benign,
  };
}

const rounded = (value: number): number => Number(value.toPrecision(4));

export function bucketTimes(recording: RecordingInfo): number[] {
  const width = (DAYS * DAY_MS) / BUCKETS;
  return Array.from({ length: BUCKETS }, (_, i) => recording.startMs + i * width);
}

export function timeline(recording: RecordingInfo): Timeline {
  const timestampsMs = bucketTimes(recording);
  const channels = CHANNELS.map(({ name, level }, c) => {
    const random = seededRandom(deriveSeed(11, recording.id + name));
    const low: (number | null)[] = [];
    const high: (number | null)[] = [];
    for (const time of timestampsMs) {
      const middle = reading(recording, level, c, time, random);
      const spread = level * 0.02 * (1 + Math.abs(normal(random)));
      low.push(middle === null ? null : rounded(Math.max(0, middle - spread)));
      high.push(middle === null ? null : rounded(middle + spread));
    }
    return { channel: name, low, high };
  });
  return { recording: recording.id, timestampsMs, channels };
}

function reading(recording: RecordingInfo, level: number, c: number, time: number, random: Random): number | null {
  const day = 1 + 0.35 * Math.sin(((time % DAY_MS) / DAY_MS) * 2 * Math.PI - 2);
  const week = new Date(time).getUTCDay() % 6 === 0 ? 0.8 : 1;
  const plain = level * day * week * (1 + 0.04 * normal(random));
  const incident = recording.incidents.find(({ startMs, endMs }) => time >= startMs && time <= endMs);
  if (incident !== undefined) {
    const touched = c <= 2 || incident.kind === 'correlated-failure';
    if (!touched) return plain;
    if (incident.kind === 'gap') return null;
    if (incident.kind === 'flatline') return level;
    if (incident.kind === 'lost-traffic') return plain * 0.1;
    const share = (time - incident.startMs) / (incident.endMs - incident.startMs);
    if (incident.kind === 'slow-ramp') return plain * (1 + 1.5 * share);
    if (incident.kind === 'contextual') return level * 1.25;
    return plain * 2.4;
  }
  return recording.benign.some(({ startMs, endMs }) => time >= startMs && time <= endMs) ? plain * 1.4 : plain;
}
