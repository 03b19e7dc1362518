import { InputError } from '../faults.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import type { Recording } from '../telemetry/recording.ts';

/**
 * The recordings to look at: the one named, else all.
 * @throws InputError `rules/no-such-recording`
 */
export function namedRecordings({ recordings }: Dataset, id: string | undefined): readonly Recording[] {
  const all = recordings.map(({ recording }) => recording);
  const named = id === undefined ? all : all.filter((recording) => recording.id === id);
  if (named.length > 0) return named;
  const hint = `there are: ${all.map((recording) => recording.id).join(', ')}`;
  throw InputError.of('rules/no-such-recording', `no recording ${id}`, undefined, hint);
}
