import fc from 'fast-check';
import type { Verdict } from '../../contenders/contract.ts';
import { observationAt } from '../../replay/observation.ts';
import { rowCount } from '../../telemetry/recording.ts';
import { whenRepeatable } from '../applicability.ts';
import { anyTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstDifference, observeRows } from '../watch.ts';

export const sessionsAreIndependent: Property = {
  id: 'sessions-are-independent',
  version: 1,
  claim: 'Two recordings watched in turns get the verdicts each gets when watched by itself.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: (context) =>
    fc.tuple(anyTelemetry(context), anyTelemetry(context)).map(([one, other]) => ({
      watched: one.recording,
      beside: { ...other.recording, id: 'beside' },
      numbers: {},
      story: [...one.story, ...other.story.map((event) => `beside it: ${event}`)],
    })),
  async holds({ watcher }, { watched, beside }) {
    const recordings = [watched, beside ?? watched];
    const separate = recordings.map((recording) => observeRows(watcher.open(recording.channels), recording));
    const sessions = recordings.map((recording) => watcher.open(recording.channels));
    const inTurns: Verdict[][] = [[], []];
    for (let row = 0; row < Math.max(...recordings.map(rowCount)); row++) {
      recordings.forEach((recording, which) => {
        if (row < rowCount(recording)) inTurns[which]!.push(sessions[which]!.observe(observationAt(recording, row)));
      });
    }
    for (const which of [0, 1]) {
      const broke = firstDifference(
        { name: 'by itself', verdicts: separate[which]! },
        { name: 'in turns with another session', verdicts: inTurns[which]! },
      );
      if (broke !== null) return which === 0 ? broke : `beside it, ${broke}`;
    }
    return null;
  },
};
