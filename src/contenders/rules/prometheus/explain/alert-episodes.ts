import type { Labels } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { RuleEvaluation } from '../evaluation/evaluation-log.ts';
import { foretoldByColumns } from '../evaluation/foretell.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import type { ProgramRule, RuleProgram } from '../evaluation/rule-program.ts';
import { type ReplayRange, replaySteps } from '../replay/replay-steps.ts';

/** One alert from the evaluation that first returned it to the one that ended it. Times are those of evaluations. */
export interface AlertEpisode {
  readonly of: ProgramRule;
  /** With `alertname`. */
  readonly labels: Labels;
  readonly activeAtMs: number;
  /** null: it never fired. */
  readonly firedAtMs: number | null;
  /** null: it was still there at the end. */
  readonly endedAtMs: number | null;
  /** `dropped`: pending, and not returned any more. `cleared`: the limit of the group was exceeded. */
  readonly ended: 'resolved' | 'dropped' | 'cleared' | null;
  /** When it fired, or at the last evaluation before it was dropped. */
  readonly value: number;
}

/** How a rule fared over a whole replay. */
export interface RuleRun {
  readonly of: ProgramRule;
  readonly evaluations: number;
  /** It found samples, or needs none. */
  readonly withData: number;
  readonly failed: number;
  readonly refused: number;
  readonly firstMessage: string | null;
  readonly lastEvaluationMs: number | null;
}

export interface AlertHistory {
  readonly episodes: readonly AlertEpisode[];
  readonly runs: readonly RuleRun[];
  /** As it was at that time: the recording, and over it what recording rules had written. */
  sourceAt(atMs: number): SampleSource;
}

/** Replays rules and keeps every activation of alerts of that name, those that never came to fire too. */
export function alertHistory(
  program: RuleProgram,
  recorded: SampleSource,
  range: ReplayRange,
  alert: string,
): AlertHistory {
  // Whatever was written has to be there still when a moment long past is explained.
  const keeping: RuleProgram = { ...program, reachMs: null };
  const written = liveWindow();
  const collected = collector(alert);
  replaySteps(keeping, recorded, range, collected.log, written, foretoldByColumns(program, recorded, range.endMs));
  return {
    ...collected.result(program),
    sourceAt: (atMs) => layeredSource(recorded, written, () => atMs),
  };
}

function collector(alert: string) {
  const ended: Omit<AlertEpisode, 'of'>[] = [];
  const open = new Map<string, Mutable<Omit<AlertEpisode, 'of'>>>();
  const owner = new Map<object, number>();
  const runs = new Map<number, Mutable<Omit<RuleRun, 'of'>>>();

  function count({ index, outcome, message, sawData, atMs }: RuleEvaluation): void {
    const run = runs.get(index) ?? {
      evaluations: 0,
      withData: 0,
      failed: 0,
      refused: 0,
      firstMessage: null,
      lastEvaluationMs: null,
    };
    runs.set(index, run);
    run.evaluations++;
    run.lastEvaluationMs = atMs;
    if (outcome !== 'ok') run[outcome]++;
    else if (sawData) run.withData++;
    run.firstMessage ??= message;
  }

  return {
    log(evaluation: RuleEvaluation): void {
      const { rule, index, atMs, events } = evaluation;
      if (rule.kind !== 'alert' || rule.name !== alert) return;
      count(evaluation);
      for (const { kind, alert: instance } of events) {
        const { labels, activeAtMs, value } = instance;
        const key = `${index} ${labels.key}`;
        if (kind === 'pending' || kind === 'fired') {
          const before = open.get(key);
          const episode = before ?? { labels, activeAtMs, firedAtMs: null, endedAtMs: null, ended: null, value };
          if (kind === 'fired') {
            episode.firedAtMs = atMs;
            episode.value = value;
          }
          open.set(key, episode);
          owner.set(episode, index);
          continue;
        }
        const episode = open.get(key);
        if (episode === undefined) continue;
        open.delete(key);
        ended.push(
          Object.assign(episode, {
            endedAtMs: atMs,
            ended: kind,
            value: episode.firedAtMs === null ? value : episode.value,
          }),
        );
      }
    },
    result({ rules }: RuleProgram): Pick<AlertHistory, 'episodes' | 'runs'> {
      const episodes = [...ended, ...open.values()]
        .map((episode): AlertEpisode => ({ ...episode, of: rules[owner.get(episode)!]! }))
        .sort(
          (a, b) => a.activeAtMs - b.activeAtMs || a.of.index - b.of.index || (a.labels.key < b.labels.key ? -1 : 1),
        );
      return { episodes, runs: [...runs].map(([index, run]) => ({ ...run, of: rules[index]! })) };
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
