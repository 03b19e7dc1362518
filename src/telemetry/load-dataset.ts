import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from '../digest.ts';
import { parseDurationMs } from '../duration.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { parseChannelName } from './channel-name.ts';
import { collectFaults } from './collect-faults.ts';
import { readCsv } from './csv.ts';
import type { Dataset, DatasetDefaults, DatasetRecording } from './dataset.ts';
import { extentOf } from './extent.ts';
import { type Labels, readIncidents } from './incidents.ts';
import { resolveInside } from './inside-folder.ts';
import { type Manifest, manifestSchema, toTimeMs } from './manifest.ts';
import { manifestFaults, stepFaults } from './manifest-faults.ts';
import { faultAt, type PositionedDocument, readDocument } from './positioned-document.ts';
import type { RawSeries } from './raw-series.ts';
import { readRawSeries } from './raw-series-file.ts';
import type { Channel, Recording } from './recording.ts';
import { validateDocument } from './validate-document.ts';

export interface Reading {
  /** false: raw series are left where they are, neither read nor checked. Default: true. */
  readonly rawSeries?: boolean;
  /** Ids of the recordings that are wanted; the others are neither read nor checked, and not in the dataset. Default: all. */
  readonly recordings?: (all: Manifest['recordings']) => ReadonlySet<string>;
}

/**
 * Reads a dataset folder: `dataset.json` and all it names. The digest covers the manifest, the recordings and the
 * incidents; not the rule file, which is a contender's and not the data's.
 * @throws InputError with every fault of every file: those of the manifest (`manifest/...`, `document/...`), of the
 * recordings (`csv/...`, `manifest/checksum`) and of the incidents (`incidents/...`)
 */
export async function loadDataset(
  folder: string,
  { rawSeries = true, recordings: wantedOf }: Reading = {},
): Promise<Dataset> {
  const document = await readDocument(join(folder, 'dataset.json'));
  const manifest = validateDocument(manifestSchema, document);
  const faults: Fault[] = manifestFaults(manifest, document);
  const channels = channelsOf(manifest);
  const inside = (path: string, at: readonly (string | number)[]) => resolveInside(folder, path, document.placeOf(at));

  const wanted = wantedOf?.(manifest.recordings) ?? new Set(manifest.recordings.map(({ id }) => id));
  const recordings: (Recording | null)[] = [];
  for (const [i, entry] of manifest.recordings.entries()) {
    if (!wanted.has(entry.id)) {
      recordings.push(null);
      continue;
    }
    const path = await collectFaults(faults, () => inside(entry.file, ['recordings', i, 'file']));
    const read = () => readRecording(path!, i, manifest, channels, document);
    const table = path === null ? null : await collectFaults(faults, read);
    const series = rawSeries ? await collectFaults(faults, () => readSeries(folder, i, manifest, document)) : undefined;
    recordings.push(table && { ...table, ...(series && { series }) });
  }
  faults.push(...stepFaults(manifest, recordings, document));
  const { incidents, rules } = manifest;
  const incidentsFile = incidents && (await collectFaults(faults, () => inside(incidents, ['incidents'])));
  const extents = new Map(manifest.recordings.map(({ id }, i) => [id, extentOf(recordings[i])]));
  const labels = incidentsFile && (await collectFaults(faults, () => readIncidents(incidentsFile, extents)));
  const rulesAt =
    typeof rules === 'string' ? { path: rules, at: ['rules'] } : rules && { ...rules, at: ['rules', 'path'] };
  const rulesFile = rulesAt && (await collectFaults(faults, () => inside(rulesAt.path, rulesAt.at)));
  const located = manifest.recordings.map((_, i) =>
    scoredFromRow(manifest, i, recordings[i] ?? null, document, faults),
  );
  throwIfAny(faults);
  return {
    name: manifest.name,
    title: manifest.title,
    licence: manifest.licence,
    source: manifest.source,
    digest: await digestOf(folder, manifest, incidentsFile || null),
    channels: [...channels.values()],
    recordings: manifest.recordings.flatMap((entry, i): DatasetRecording[] => {
      const { incidents, benign } = (labels || null)?.get(entry.id) ?? NO_LABELS;
      const recording = recordings[i]!;
      // Not wanted: one that could not be read has added a fault, thrown above.
      if (recording === null) return [];
      const { role, group = entry.id } = entry;
      return [{ recording, incidents, benign, role, group, scoredFromRow: located[i]! }];
    }),
    rulesFile: rulesFile ? resolve(rulesFile) : null,
    ...(rules !== null && typeof rules !== 'string' && { rulesSettings: rules.with as JsonObject }),
    ...(manifest.defaults && { defaults: defaultsOf(manifest.defaults) }),
  };
}

function defaultsOf({ cooldown, contenders }: NonNullable<Manifest['defaults']>): DatasetDefaults {
  return {
    ...(cooldown !== undefined && { cooldownMs: parseDurationMs(cooldown) }),
    ...(contenders !== undefined && { contenders: contenders as Readonly<Record<string, JsonObject>> }),
  };
}

const NO_LABELS: Labels = { incidents: [], benign: [] };

function channelsOf(manifest: Manifest): ReadonlyMap<string, Channel> {
  return new Map(
    manifest.channels.map(({ name, unit, kind }) => [name, { labels: parseChannelName(name), unit, kind }]),
  );
}

async function readSeries(
  folder: string,
  index: number,
  manifest: Manifest,
  document: PositionedDocument,
): Promise<readonly RawSeries[] | undefined> {
  const { id, series } = manifest.recordings[index]!;
  if (series === undefined) return undefined;
  const at = ['recordings', index, 'series'];
  const path = await resolveInside(folder, series.file, document.placeOf([...at, 'file']));
  await assertChecksum(path, series, [...at, 'sha256'], document);
  const read = await readRawSeries(path);
  if (read.recording !== id) {
    const message = `${series.file} holds the series of ${read.recording}, not of ${id}`;
    throw new InputError([faultAt(document, [...at, 'file'], 'manifest/series', message)]);
  }
  return read.series;
}

async function assertChecksum(
  path: string,
  { file, sha256: expected }: { readonly file: string; readonly sha256: string },
  at: readonly (string | number)[],
  document: PositionedDocument,
): Promise<void> {
  const actual = await fileSha256(path);
  if (actual === expected) return;
  const message = `${file} has checksum ${actual}, not the one given here`;
  const hint = 'the file was changed after the manifest was written, or the other way round';
  throw new InputError([faultAt(document, at, 'manifest/checksum', message, hint)]);
}

async function readRecording(
  path: string,
  index: number,
  manifest: Manifest,
  channels: ReadonlyMap<string, Channel>,
  document: PositionedDocument,
): Promise<Recording> {
  const entry = manifest.recordings[index]!;
  await assertChecksum(path, entry, ['recordings', index, 'sha256'], document);
  const names = entry.channels ?? [...channels.keys()];
  const options = { timeColumn: manifest.timeColumn, time: manifest.time, expected: names };
  const { timestampsMs, columns } = await readCsv(path, options);
  return { id: entry.id, channels: names.flatMap((name) => channels.get(name) ?? []), timestampsMs, columns };
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function scoredFromRow(
  manifest: Manifest,
  index: number,
  recording: Recording | null,
  document: PositionedDocument,
  faults: Fault[],
): number {
  const { scoredFrom } = manifest.recordings[index]!;
  if (scoredFrom === undefined || recording === null) return 0;
  const { timestampsMs } = recording;
  const row =
    typeof scoredFrom === 'object' ? scoredFrom.row : timestampsMs.findIndex((ms) => ms >= toTimeMs(scoredFrom));
  if (row === -1 || row >= timestampsMs.length) {
    const message = `no row of the recording counts (it has ${timestampsMs.length})`;
    faults.push(faultAt(document, ['recordings', index, 'scoredFrom'], 'manifest/scored-from', message));
  }
  return row;
}

/** The checksums in the manifest stand for the recordings: they were compared on the way in. */
async function digestOf(folder: string, manifest: Manifest, incidentsFile: string | null): Promise<string> {
  const parts = [await readFile(join(folder, 'dataset.json'))];
  if (incidentsFile !== null) parts.push(await readFile(incidentsFile));
  return sha256(
    ...manifest.recordings
      .flatMap((entry) => [entry, ...(entry.series ? [entry.series] : [])])
      .map((file) => `${file.sha256}\n`),
    ...parts,
  );
}
