import { z } from 'zod';
import { type Fault, throwIfAny } from '../faults.ts';
import { capFaults } from './cap-faults.ts';
import type { Extent } from './extent.ts';
import { timeSchema, toTimeMs } from './manifest.ts';
import { faultAt, type PositionedDocument, readDocument } from './positioned-document.ts';
import type { BenignEvent, Incident } from './recording.ts';
import { suggestionHint } from './suggest.ts';
import { formatTime } from './time-text.ts';
import { validateDocument } from './validate-document.ts';

export type { Extent } from './extent.ts';

const event = z.strictObject({
  id: z.string().min(1),
  recording: z.string().min(1),
  start: timeSchema,
  end: timeSchema.describe('Belongs to the event, as the start does.'),
  kind: z.string().min(1),
  strength: z.string().min(1).optional().describe('How hard it was, in words of the dataset.'),
  basis: z.string().min(1).optional().describe('What the times were derived from: users, capacity, ...'),
  switched: z
    .strictObject({ on: timeSchema, off: timeSchema })
    .optional()
    .describe('Where somebody caused it: when it was switched on and off. May lie outside start and end.'),
  shownBy: z.array(z.string()).optional().describe('Channels in which it can be seen; none: it cannot.'),
});

/** `incidents.json`: what deserved a human, and what only looked like it. */
export const incidentsSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    incidents: z.array(event),
    benign: z.array(event).default([]),
  })
  .meta({ title: 'watchbench incidents' });

export interface Labels {
  /** In time order. */
  readonly incidents: readonly Incident[];
  readonly benign: readonly BenignEvent[];
}

/**
 * Labels by recording id; every id of `extents` has an entry.
 * @throws InputError with every fault at its line and column: `incidents/time`, `incidents/end-before-start`,
 * `incidents/outside`, `incidents/duplicate-id`, `incidents/unknown-recording`, and those of `readDocument`
 */
export async function readIncidents(file: string, extents: ReadonlyMap<string, Extent>): Promise<Map<string, Labels>> {
  const document = await readDocument(file);
  const parsed = validateDocument(incidentsSchema, document);
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const list of ['incidents', 'benign'] as const) {
    parsed[list].forEach((item, i) => {
      faults.push(...eventFaults(document, [list, i], item, extents, seen));
    });
  }
  throwIfAny(capFaults(faults, file));
  const of = (list: 'incidents' | 'benign', recording: string): Incident[] =>
    parsed[list]
      .filter((item) => item.recording === recording)
      .map(({ id, start, end, kind }) => ({ id, startMs: toTimeMs(start), endMs: toTimeMs(end), kind }))
      .sort((a, b) => a.startMs - b.startMs);
  return new Map(
    [...extents.keys()].map((id) => [id, { incidents: of('incidents', id), benign: of('benign', id) }] as const),
  );
}

function eventFaults(
  document: PositionedDocument,
  path: readonly [string, number],
  { id, recording, start, end }: z.output<typeof event>,
  extents: ReadonlyMap<string, Extent>,
  seen: Set<string>,
): Fault[] {
  const faults: Fault[] = [];
  const add = (key: string, code: string, message: string, hint?: string) =>
    faults.push(faultAt(document, [...path, key], code, message, hint));
  if (seen.has(id)) add('id', 'incidents/duplicate-id', `the id ${JSON.stringify(id)} is already given above`);
  seen.add(id);
  const [startMs, endMs] = [toTimeMs(start), toTimeMs(end)];
  if (endMs < startMs) add('end', 'incidents/end-before-start', `${formatTime(endMs)} is before the start`);
  if (!extents.has(recording)) {
    const hint = suggestionHint(recording, [...extents.keys()]);
    add('recording', 'incidents/unknown-recording', `there is no recording ${JSON.stringify(recording)}`, hint);
  }
  const extent = extents.get(recording) ?? null;
  if (extent !== null) {
    const range = `${formatTime(extent.startMs)} to ${formatTime(extent.endMs)}`;
    const outside = (key: 'start' | 'end', ms: number) => {
      if (ms >= extent.startMs && ms <= extent.endMs) return;
      add(key, 'incidents/outside', `${formatTime(ms)} is outside recording ${JSON.stringify(recording)} (${range})`);
    };
    outside('start', startMs);
    outside('end', endMs);
  }
  return faults;
}
