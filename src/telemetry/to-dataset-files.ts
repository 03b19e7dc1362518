import type { Dataset } from './dataset.ts';
import { type DatasetFiles, manifestText, packRecording, prettyJson } from './dataset-files.ts';
import type { ManifestInput } from './manifest.ts';
import { channelName, type Incident, type Recording } from './recording.ts';
import { formatTime } from './time-text.ts';

/**
 * A dataset of any origin as the files of a dataset folder; `loadDataset` gives back the same recordings, labels and
 * roles. Numbers keep every bit, times are kept to the millisecond.
 */
export function toDatasetFiles(dataset: Dataset, about: { readonly description: string }): DatasetFiles {
  const files = new Map<string, string | Uint8Array>();
  const names = dataset.channels.map(channelName);
  const entries = dataset.recordings.map(({ recording, role, group, scoredFromRow }) => {
    const { file, bytes, sha256 } = packRecording(recording, `recordings/${recording.id}.csv.gz`);
    files.set(file, bytes);
    const own = recording.channels.map(channelName);
    return {
      id: recording.id,
      file,
      role,
      group,
      sha256,
      ...(scoredFromRow > 0 && { scoredFrom: { row: scoredFromRow } }),
      ...(own.join('\n') !== names.join('\n') && { channels: own }),
    };
  });
  const label = (recording: string) => (event: Incident) => ({
    id: event.id,
    recording,
    start: formatTime(event.startMs),
    end: formatTime(event.endMs),
    kind: event.kind,
  });
  const incidents = dataset.recordings.flatMap((part) => part.incidents.map(label(part.recording.id)));
  const benign = dataset.recordings.flatMap((part) => part.benign.map(label(part.recording.id)));
  files.set('incidents.json', prettyJson({ schemaVersion: 1, incidents, benign }));
  const manifest: ManifestInput = {
    schemaVersion: 1,
    name: slug(dataset.name),
    title: dataset.title,
    licence: dataset.licence,
    source: dataset.source,
    description: about.description,
    time: dataset.recordings.every(({ recording }) => isIncreasing(recording)) ? 'increasing' : 'as-recorded',
    timeColumn: 'timestamp',
    channels: dataset.channels.map((channel) => ({
      name: channelName(channel),
      unit: channel.unit,
      kind: channel.kind,
    })),
    recordings: entries,
    incidents: 'incidents.json',
  };
  files.set('dataset.json', manifestText(manifest));
  return files;
}

/** Names come from file names, which allow more than a manifest does. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return plain === '' ? 'dataset' : plain;
}

function isIncreasing({ timestampsMs }: Recording): boolean {
  return timestampsMs.every((ms, row) => row === 0 || ms > timestampsMs[row - 1]!);
}
