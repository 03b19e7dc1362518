import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { AlertInstance } from '../evaluation/alert-state.ts';
import type { EngineOptions } from '../evaluation/engine-options.ts';
import { firstTickMs, intervalOf } from '../evaluation/engine-options.ts';
import { type RuleProgram, ruleProgram } from '../evaluation/rule-program.ts';
import type { ReplayRange } from '../replay/replay-steps.ts';
import type { RuleFiles } from '../rule-file.ts';
import { type AlertEpisode, type AlertHistory, alertHistory } from './alert-episodes.ts';
import { type ExplainedMoment, explainMoment } from './explain-moment.ts';

/** One alert that fired, or was on its way. */
export interface ExplainedEpisode {
  readonly episode: AlertEpisode;
  readonly phase: AlertInstance['phase'];
  /** At the evaluation that first returned it; at the one that made it fire; at the one that was asked about. */
  readonly moments: readonly (ExplainedMoment & { readonly when: 'activation' | 'firing' | 'asked' })[];
}

export interface ExplainedAlert {
  readonly history: AlertHistory;
  readonly explained: readonly ExplainedEpisode[];
  /** The last evaluation by the time asked about, rule by rule, where no alert of the rule was pending or firing. */
  readonly quiet: readonly (ExplainedMoment & { readonly of: RuleProgram['rules'][number] })[];
}

/** Only what can bear on an alert of that name: itself, and what recording rules write for it. */
export function programFor(files: RuleFiles, alert: string, options: Partial<EngineOptions>): RuleProgram {
  const readsAlerts = ruleProgram(files, options).writesAlerts;
  const groups = files.groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => readsAlerts || rule.kind === 'recording' || rule.name === alert),
  }));
  return ruleProgram({ groups: groups.filter(({ rules }) => rules.length > 0), refusals: [] }, options, readsAlerts);
}

/** Every firing, with its values when it became active and when it fired. @param most firings explained, from the first */
export function explainFirings(
  program: RuleProgram,
  recorded: SampleSource,
  range: ReplayRange,
  alert: string,
  most: number,
): ExplainedAlert {
  const history = alertHistory(program, recorded, range, alert);
  const fired = history.episodes.filter(({ firedAtMs }) => firedAtMs !== null).slice(0, most);
  return { history, explained: fired.map((episode) => explained(episode, history, program, null)), quiet: [] };
}

/** Every alert that was pending or firing at a time; where none was, why not. */
export function explainAt(
  program: RuleProgram,
  recorded: SampleSource,
  range: ReplayRange,
  alert: string,
  atMs: number,
): ExplainedAlert {
  const history = alertHistory(program, recorded, { ...range, endMs: Math.min(range.endMs, atMs) }, alert);
  const there = history.episodes.filter(
    ({ activeAtMs, endedAtMs }) => activeAtMs <= atMs && (endedAtMs === null || endedAtMs > atMs),
  );
  const rules = program.rules.filter(({ rule }) => rule.kind === 'alert' && rule.name === alert);
  const quiet = rules.filter((rule) => there.every(({ of }) => of !== rule));
  return {
    history,
    explained: there.map((episode) => explained(episode, history, program, atMs)),
    quiet: quiet.flatMap((of) => {
      const tickMs = tickBefore(of, program, range, atMs);
      return tickMs === null
        ? []
        : [{ of, ...explainMoment(of, history.sourceAt(tickMs), tickMs, program.options, null) }];
    }),
  };
}

function explained(
  episode: AlertEpisode,
  history: AlertHistory,
  program: RuleProgram,
  askedMs: number | null,
): ExplainedEpisode {
  const { of, labels, activeAtMs, firedAtMs, endedAtMs } = episode;
  const asked = askedMs === null ? null : tickBefore(of, program, { startMs: activeAtMs, endMs: askedMs }, askedMs);
  const times = new Map<number, 'activation' | 'firing' | 'asked'>();
  if (asked !== null) times.set(asked, 'asked');
  if (firedAtMs !== null) times.set(firedAtMs, 'firing');
  if (!times.has(activeAtMs) || activeAtMs !== firedAtMs) times.set(activeAtMs, 'activation');
  return {
    episode,
    phase: firedAtMs === null ? 'pending' : endedAtMs === null ? 'firing' : 'inactive',
    moments: [...times]
      .sort(([a], [b]) => a - b)
      .map(([atMs, when]) => ({
        when,
        ...explainMoment(of, history.sourceAt(atMs), atMs, program.options, labels),
      })),
  };
}

/** The last evaluation of a rule's group by a time; null where there was none yet. */
function tickBefore(
  { group }: RuleProgram['rules'][number],
  { options }: RuleProgram,
  { startMs }: ReplayRange,
  atMs: number,
): number | null {
  const intervalMs = intervalOf(group, options);
  const firstMs = firstTickMs(group, options, startMs);
  return atMs < firstMs ? null : firstMs + Math.floor((atMs - firstMs) / intervalMs) * intervalMs;
}
