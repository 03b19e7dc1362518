import { compareLabels } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import { AS_WRITTEN_THRESHOLD, type Cause, type Verdict } from '../../../contract.ts';
import type { AlertInstance } from '../evaluation/alert-state.ts';
import type { groupRunner } from '../evaluation/group-runner.ts';
import { alertCause, type channelFinder } from './alert-causes.ts';
import type { AlertWatch } from './alert-watch.ts';

/** Named at once; the rest is counted. */
const MOST_CAUSES = 20;
/** From here on a rule that does not fire is worth naming. */
const WORTH_NAMING = 0.5;

type AlertsOf = ReturnType<typeof groupRunner>['alertsOf'];

/** The order of first sight is that of the elements of a result, which means nothing. */
const inOrder = (alerts: readonly AlertInstance[]): readonly AlertInstance[] =>
  alerts.length < 2 ? alerts : [...alerts].sort((a, b) => compareLabels(a.labels, b.labels));

/** What the rules come to for one row: how near the nearest is, or that none had anything to look at. */
export function verdictOf(
  judged: readonly AlertWatch[],
  alertsOf: AlertsOf,
  source: SampleSource,
  nowMs: number,
  channelOf: ReturnType<typeof channelFinder>,
): Verdict {
  const severities = judged.map((watch) => watch.severity(alertsOf(watch.rule.index), source));
  const score = Math.max(0, ...severities);
  if (score < AS_WRITTEN_THRESHOLD) {
    const reason = blindness(judged);
    if (reason !== null) return { kind: 'abstained', reason };
  }
  const causes: Cause[] = [];
  let more = 0;
  const wanted = score >= AS_WRITTEN_THRESHOLD ? AS_WRITTEN_THRESHOLD : WORTH_NAMING;
  judged.forEach((watch, i) => {
    if (severities[i]! < wanted) return;
    const phase = severities[i]! >= AS_WRITTEN_THRESHOLD ? 'firing' : 'pending';
    for (const alert of inOrder(alertsOf(watch.rule.index))) {
      if (alert.phase !== phase) continue;
      if (causes.length >= MOST_CAUSES) more++;
      else causes.push(alertCause(watch.rule, alert, watch.storyOf(alert), channelOf(watch.rule, alert.labels), nowMs));
    }
  });
  const last = causes.at(-1);
  if (more > 0 && last !== undefined) causes[causes.length - 1] = { ...last, text: `${last.text}; and ${more} more` };
  return { kind: 'scored', score, causes };
}

/** Why nothing can be said; null where some alert had data to look at. "No firing" and "saw nothing" differ. */
function blindness(judged: readonly AlertWatch[]): string | null {
  const evaluated = judged.filter(({ last }) => last !== null);
  if (evaluated.length === 0) return 'no evaluation yet';
  if (evaluated.some(({ last }) => last?.outcome === 'ok' && last.sawData)) return null;
  const failed = evaluated.find(({ last }) => last?.outcome !== 'ok');
  if (failed !== undefined) return `${failed.rule.rule.name}: ${failed.last?.message}`;
  const names = evaluated.map(({ rule }) => rule.rule.name);
  const shown = names.slice(0, 3).join(', ');
  return `no data for any alert: ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}
