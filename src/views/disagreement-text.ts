import type { RecordedAlert } from '../record/schema.ts';
import type { Disagreement, Quiet } from '../verdict/disagreements.ts';
import { count, duration, significant, time } from './format.ts';

/** What happened, when, and why each side did what it did: the words of one disagreement. */
export interface DisagreementText {
  readonly title: string;
  readonly when: string;
  readonly raised: string;
  readonly quiet: string;
}

export function disagreementText({ incident, alert, raisedBy, quiet, quietSaid }: Disagreement): DisagreementText {
  const { startMs, endMs } = incident ?? alert;
  return {
    title:
      incident === null
        ? `false alarm of ${raisedBy} alone`
        : `${incident.kind}: caught by ${raisedBy}, missed by ${quiet}`,
    when: `${time(startMs)}, ${duration(endMs - startMs)}`,
    raised: `${raisedBy}: ${causesText(alert)}`,
    quiet: `${quiet}: ${quietText(quietSaid)}`,
  };
}

function quietText(said: Quiet): string {
  if (said.kind === 'abstained') return 'it abstained throughout';
  const { peakScore, threshold } = said;
  const figures = `highest score ${significant(peakScore, 4)}, threshold ${significant(threshold, 4)}`;
  return peakScore < threshold ? figures : `${figures}: over it, yet no page went out then`;
}

/** More reasons than this for one alert say the same again; the record holds them all. */
const NAMED_CAUSES = 2;

/** The causes an alert travels with, or its score where it names none. */
export function causesText({ causes, peakScore }: RecordedAlert): string {
  if (causes.length === 0) return `no cause named, peak score ${significant(peakScore, 4)}`;
  const named = causes.slice(0, NAMED_CAUSES).map(({ source, text }) => `${text} (${source})`);
  const more = causes.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${count(more, 'more cause')}` : ''}`;
}
