import type { Cause } from '../../contenders/contract.ts';
import { channelName } from '../../telemetry/recording.ts';
import { always } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstOf, watchEveryWay } from '../watch.ts';

/** Shares may be sums of 32-bit floats. */
const SHARE_TOLERANCE = 1e-5;

export const causesAreWellFormed: Property = {
  id: 'causes-are-well-formed',
  version: 1,
  claim:
    'Every cause has a source, a sentence, finite numbers and a channel that exists; shares lie in 0..1 and sum to at most 1.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: always,
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    const names = new Set(watched.channels.map(channelName));
    return firstOf(watchEveryWay(watcher, watched), (verdicts) =>
      firstOf(verdicts.entries(), ([row, verdict]) => {
        const fault = verdict.kind === 'scored' ? causesFault(verdict.causes, names) : null;
        return fault === null ? null : `row ${row + 1}: ${fault}`;
      }),
    );
  },
};

function causesFault(causes: readonly Cause[], names: ReadonlySet<string>): string | null {
  const total = causes.reduce((sum, { share }) => sum + (share ?? 0), 0);
  return (
    firstOf(causes, (cause) => causeFault(cause, names)) ??
    (total <= 1 + SHARE_TOLERANCE ? null : `shares sum to ${total}`)
  );
}

function causeFault(
  { source, channel, observed, limit, share, text }: Cause,
  names: ReadonlySet<string>,
): string | null {
  if (source === '') return 'a cause without a source';
  if (text === '') return `${source} gives no sentence`;
  if (channel !== null && !names.has(channel))
    return `${source} names ${channel}, which is no channel of the recording`;
  if (observed !== null && !Number.isFinite(observed)) return `${source} observed ${observed}`;
  if (limit !== null && !Number.isFinite(limit)) return `${source} holds against a limit of ${limit}`;
  if (share !== null && !(share >= 0 && share <= 1 + SHARE_TOLERANCE)) return `${source} has a share of ${share}`;
  return null;
}
