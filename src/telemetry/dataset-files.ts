import { createHash } from 'node:crypto';
import type { ManifestInput } from './manifest.ts';
import { pack } from './pack.ts';
import type { Recording } from './recording.ts';
import { writeCsv } from './write-csv.ts';

/** Everything in a dataset folder, by path relative to it. */
export type DatasetFiles = ReadonlyMap<string, string | Uint8Array>;

export interface PackedRecording {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Hex digits, as the manifest holds them. */
  readonly sha256: string;
}

export function packRecording(recording: Recording, file: string): PackedRecording {
  const bytes = pack(writeCsv(recording));
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** JSON as people like to read it in a diff: two spaces, a final line end. */
export const prettyJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export const manifestText = (manifest: ManifestInput): string => prettyJson(manifest);
