import { deriveSeed } from '../chance.ts';
import type { Role } from './dataset.ts';
import { type DatasetFiles, manifestText, packRecording, prettyJson } from './dataset-files.ts';
import { formatTime } from './time-text.ts';
import { CHANNEL_NAMES, WEBSHOP_CHANNELS } from './webshop/channels.ts';
import { type Plan, type ScheduledEvent, schedule } from './webshop/schedule.ts';
import { simulate } from './webshop/simulate.ts';

const DAY_MS = 86_400_000;
/** A Monday; the four recordings follow each other without a gap. */
const START_MS = Date.UTC(2025, 2, 3);

interface WebshopPart extends Omit<Plan, 'startMs'> {
  readonly id: string;
  readonly role: Role;
}

/** Nothing goes wrong in the part that is learned from. */
const PARTS: readonly WebshopPart[] = [
  { id: 'train', role: 'train', days: 21, incidents: 0, deploys: 9, campaigns: 3 },
  { id: 'validation', role: 'validation', days: 14, incidents: 13, deploys: 5, campaigns: 2 },
  { id: 'test-a', role: 'test', days: 14, incidents: 14, deploys: 5, campaigns: 2 },
  { id: 'test-b', role: 'test', days: 14, incidents: 14, deploys: 5, campaigns: 2 },
];

/** Path of the rule file in the dataset folder. */
export const WEBSHOP_RULES = 'rules/webshop.rules.yaml';

/** Seed of the dataset that ships as `datasets/webshop`. */
export const WEBSHOP_SEED = 20250303;

/**
 * The web shop dataset: recordings, incidents and manifest, to be written to a folder. Same seed, same text in every
 * file (the gzip bytes, and with them the checksums, also depend on the version of zlib).
 * @param rulesText the rule file to lay beside it, written by hand and good for any seed; null for none
 * @throws InputError `chance/seed`
 */
export function generateWebshop(seed: number, rulesText: string | null = null): DatasetFiles {
  let startMs = START_MS;
  const files = new Map<string, string | Uint8Array>();
  const recordings = [];
  const labels: { incidents: object[]; benign: object[] } = { incidents: [], benign: [] };
  for (const part of PARTS) {
    const plan: Plan = { ...part, startMs };
    const events = schedule(plan, deriveSeed(seed, `${part.id} events`));
    const recording = simulate(part.id, plan, events, deriveSeed(seed, `${part.id} readings`));
    const { file, bytes, sha256 } = packRecording(recording, `${part.id}.csv.gz`);
    files.set(file, bytes);
    recordings.push({ id: part.id, file, role: part.role, group: 'webshop', sha256 });
    events.forEach((event, i) => {
      labels[event.isIncident ? 'incidents' : 'benign'].push(labelOf(part.id, event, i));
    });
    startMs += part.days * DAY_MS;
  }
  files.set('incidents.json', prettyJson({ schemaVersion: 1, ...labels }));
  if (rulesText !== null) files.set(WEBSHOP_RULES, rulesText);
  const rules = rulesText === null ? null : WEBSHOP_RULES;
  files.set('dataset.json', manifestText({ ...ABOUT, source: sourceOf(seed), recordings, rules }));
  return files;
}

function labelOf(recording: string, { kind, startMs, endMs }: ScheduledEvent, index: number): object {
  const id = `${recording}-${String(index + 1).padStart(2, '0')}-${kind.kind}`;
  return { id, recording, start: formatTime(startMs), end: formatTime(endMs), kind: kind.kind };
}

const sourceOf = (seed: number) =>
  `Generated, not recorded: watchbench data generate webshop --seed ${seed}. See README.md.`;

const ABOUT = {
  $schema: '../dataset.schema.json',
  schemaVersion: 1,
  name: 'webshop',
  title: 'A generated web shop',
  licence: 'CC-BY-4.0',
  description:
    'Eight gauges of a web shop every five minutes: 21 quiet days to learn from, 14 days to choose thresholds on and ' +
    'twice 14 days to be judged on, with incidents of thirteen kinds and look-alikes (deploy, backup, campaign).',
  samplingStep: '5m',
  time: 'increasing',
  timeColumn: 'timestamp',
  channels: WEBSHOP_CHANNELS.map(({ unit, kind }, i) => ({ name: CHANNEL_NAMES[i]!, unit, kind })),
  incidents: 'incidents.json',
} as const;
