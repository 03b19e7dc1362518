import { whenRepeatable } from '../applicability.ts';
import { telemetryWithCut } from '../cases/telemetry-with-cut.ts';
import { numberOf, type Property } from '../property.ts';
import { firstDifference, observeRows } from '../watch.ts';

export const snapshotThenResumeEqualsUninterrupted: Property = {
  id: 'snapshot-then-resume-equals-uninterrupted',
  version: 1,
  claim: 'A session resumed from a snapshot, and the one the snapshot was taken of, go on as if nothing had happened.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: telemetryWithCut,
  async holds({ watcher }, example) {
    const { watched } = example;
    const cut = numberOf(example, 'cut');
    const rest = observeRows(watcher.open(watched.channels), watched).slice(cut);

    const session = watcher.open(watched.channels);
    observeRows(session, watched, 0, cut);
    const snapshot = session.snapshot().slice(); // a copy: what is written to a disk shares no memory with the session
    const goneOn = observeRows(session, watched, cut);
    const resumed = observeRows(watcher.open(watched.channels, snapshot), watched, cut);

    const uninterrupted = { name: 'without interruption', verdicts: rest };
    return (
      firstDifference(uninterrupted, { name: `resumed from a snapshot after row ${cut}`, verdicts: resumed }, cut) ??
      firstDifference(uninterrupted, { name: `in the session a snapshot was taken of`, verdicts: goneOn }, cut)
    );
  },
};
