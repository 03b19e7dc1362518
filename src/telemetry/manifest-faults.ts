import { formatDuration, parseDurationMs } from '../duration.ts';
import type { Fault } from '../faults.ts';
import type { Manifest } from './manifest.ts';
import { faultAt, type PositionedDocument } from './positioned-document.ts';
import { type Recording, samplingStepMs } from './recording.ts';
import { suggestionHint } from './suggest.ts';

/** What a schema cannot see: names given twice, names of nothing, roles that leave nothing to learn from or to judge. */
export function manifestFaults(manifest: Manifest, document: PositionedDocument): Fault[] {
  const faults: Fault[] = [];
  const add = (path: readonly (string | number)[], code: string, message: string, hint?: string) =>
    faults.push(faultAt(document, path, code, message, hint));

  const names = manifest.channels.map(({ name }) => name);
  names.forEach((name, i) => {
    const path = ['channels', i, 'name'];
    if (names.indexOf(name) < i) add(path, 'manifest/duplicate-channel', `channel ${name} is already declared`);
    if (name === manifest.timeColumn) add(path, 'manifest/duplicate-channel', `${name} is the time column`);
  });
  const ids = manifest.recordings.map(({ id }) => id);
  manifest.recordings.forEach(({ id, role, channels, scoredFrom }, i) => {
    const path = ['recordings', i];
    if (ids.indexOf(id) < i) add([...path, 'id'], 'manifest/duplicate-recording', `recording ${id} is already given`);
    if (role === 'train-then-test' && scoredFrom === undefined) {
      const hint = 'add "scoredFrom": a time, or { "row": 604 }';
      add([...path, 'role'], 'manifest/scored-from', 'train-then-test needs scoredFrom: where learning ends', hint);
    }
    channels?.forEach((name, c) => {
      if (names.includes(name)) return;
      const message = `channel ${JSON.stringify(name)} is not declared`;
      add([...path, 'channels', c], 'manifest/unknown-channel', message, suggestionHint(name, names));
    });
  });
  const roles = new Set(manifest.recordings.map(({ role }) => role));
  if (!roles.has('test') && !roles.has('train-then-test')) {
    add(['recordings'], 'manifest/nothing-to-judge', 'no recording has the role test or train-then-test');
  }
  if (!roles.has('train') && !roles.has('train-then-test')) {
    add(['recordings'], 'manifest/nothing-to-learn-from', 'no recording has the role train or train-then-test');
  }
  return faults;
}

/** A declared step that a recording does not keep would mislead whoever counts on it. A single row has none. */
export function stepFaults(
  manifest: Manifest,
  recordings: readonly (Recording | null)[],
  document: PositionedDocument,
): Fault[] {
  const { samplingStep } = manifest;
  if (samplingStep === undefined) return [];
  return recordings.flatMap((recording) => {
    const stepMs = recording === null ? Number.NaN : samplingStepMs(recording);
    if (recording === null || Number.isNaN(stepMs) || stepMs === parseDurationMs(samplingStep)) return [];
    const message = `${recording.id} has a row every ${formatDuration(stepMs)} (median), not every ${samplingStep}`;
    const hint = 'leave samplingStep out where the recordings differ';
    return [faultAt(document, ['samplingStep'], 'manifest/sampling-step', message, hint)];
  });
}
