import { type Channel, channelName } from '../../telemetry/recording.ts';
import type { Cause, Observation, Verdict } from '../contract.ts';
import type { State } from '../state-codec.ts';
import type { Stream } from '../streaming-watcher.ts';
import { bindRules } from './bind-rules.ts';
import { kindOf } from './kinds.ts';
import type { RuleSource } from './read-rule-file.ts';
import type { RuleWatch } from './rule-watch.ts';
import { watchChannels } from './watch-channels.ts';
import { watchRules } from './watch-rules.ts';

/** What training taught: per rule (its place in the file) and channel name. */
export interface Learned {
  /** Rows up to here were taught in training; a session that repeats them does not learn them twice. */
  readonly untilMs: number;
  readonly rules: readonly Readonly<Record<string, State>>[];
}

/** A rule that does not fire names itself as a cause only from half its limit on. */
const WORTH_NAMING = 0.5;

interface Saved {
  readonly nowMs: number;
  readonly rules: readonly State[];
}

export interface RulesSession extends Stream {
  learned(): Learned;
}

/**
 * All rules over one recording. The score is the largest severity of the rules that may alert. A row whose time does
 * not go forward (repeated, late) counts as no time passed: its readings are looked at, at the latest time seen so far.
 * @throws InputError `rules/unknown-channel`
 */
export function rulesSession(
  source: Pick<RuleSource, 'rules' | 'placeOf'>,
  channels: readonly Channel[],
  learned: Learned,
  from: State | undefined,
  purpose: 'training' | 'watching' = 'watching',
): RulesSession {
  const saved = from as unknown as Saved | undefined;
  const names = channels.map(channelName);
  const bound = bindRules(source, channels);
  const watches: (RuleWatch | undefined)[] = source.rules.rules.map(() => undefined);
  for (const each of bound) {
    const state = saved?.rules[each.index];
    watches[each.index] =
      each.kind === 'rules'
        ? watchRules(each, state)
        : watchChannels(each, channels, (column) => names[column]!, learned.rules[each.index] ?? {}, state);
  }
  const inOrder = bound.map(({ index, rule }) => ({
    watch: watches[index]!, // every rule was bound
    alerts: rule.alert,
    readsAbsence: rule.kind !== 'k-of-n' && kindOf(rule).readsAbsence,
  }));
  let nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;

  return {
    observe({ timestampMs, values }: Observation): Verdict {
      if (timestampMs > nowMs) nowMs = timestampMs;
      const learn = purpose === 'watching' && nowMs <= learned.untilMs ? 'no' : purpose;
      let top: RuleWatch | undefined;
      let score = 0;
      let missing: Set<number> | undefined;
      for (const { watch, alerts, readsAbsence } of inOrder) {
        watch.step(nowMs, values, learn, watches);
        if (watch.missing.length > 0 && !readsAbsence) {
          missing ??= new Set();
          for (const column of watch.missing) missing.add(column);
        }
        if (alerts && watch.severity !== null && (top === undefined || watch.severity > score)) {
          top = watch;
          score = watch.severity;
        }
      }
      if (score < 1 && missing !== undefined) {
        return { kind: 'abstained', reason: `no reading: ${[...missing].map((column) => names[column]).join(', ')}` };
      }
      if (top === undefined) return { kind: 'abstained', reason: 'not enough history yet for any rule' };
      return { kind: 'scored', score, causes: causesOf(top, score) };
    },
    state: () => ({ nowMs, rules: watches.map((watch) => watch!.state()) }),
    learned: () => ({
      untilMs: Math.max(nowMs, learned.untilMs),
      rules: watches.map((watch, i) => ({ ...learned.rules[i], ...(watch!.learned() as object | null) })),
    }),
  };

  function causesOf(top: RuleWatch, score: number): Cause[] {
    const causes: Cause[] = [];
    for (const { watch, alerts } of inOrder) {
      if (!alerts || watch.severity === null) continue;
      const isLeading = watch === top && score >= WORTH_NAMING;
      const isNamed = score >= 1 ? watch.severity >= 1 : isLeading || watch.held.length > 0;
      if (isNamed) causes.push(...watch.causes(nowMs));
    }
    return causes;
  }
}
