import { resultOf } from '../record/lookup.ts';
import type { RunRecord } from '../record/schema.ts';

/** How many incidents of one kind each contender caught. */
export interface KindRow {
  readonly kind: string;
  readonly incidents: number;
  /** Contender → incidents caught; null where its accuracy was not measured. */
  readonly caught: Readonly<Record<string, number | null>>;
}

/**
 * Who catches what: incidents of the judged recordings by kind, kinds in order of first appearance. Incidents that were
 * over before the first row that counts are left out, as the metrics leave them out.
 */
export function caughtByKind(record: RunRecord): KindRow[] {
  const judged = record.plan.dataset.recordings.filter(({ role }) => role === 'test' || role === 'train-then-test');
  const incidents = judged.flatMap((recording) =>
    recording.incidents
      .filter(({ endMs }) => endMs >= recording.scoredFromMs)
      .map((incident) => ({ recording: recording.id, ...incident })),
  );
  const contenders = record.plan.contenders.map(({ name }) => ({
    name,
    perRecording: resultOf(record, 'accuracy', name)?.perRecording,
  }));
  return [...new Set(incidents.map(({ kind }) => kind))].map((kind) => {
    const ofKind = incidents.filter((incident) => incident.kind === kind);
    const caught = contenders.map(({ name, perRecording }): [string, number | null] => {
      if (perRecording === undefined) return [name, null];
      const isCaught = ({ recording, id }: (typeof ofKind)[number]) =>
        perRecording.some(
          (result) => result.recording === recording && result.alerts.some((alert) => alert.incidents.includes(id)),
        );
      return [name, ofKind.filter(isCaught).length];
    });
    return { kind, incidents: ofKind.length, caught: Object.fromEntries(caught) };
  });
}
