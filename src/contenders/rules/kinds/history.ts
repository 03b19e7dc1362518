import { parseDurationMs } from '../../../duration.ts';
import type { State } from '../../state-codec.ts';
import { ChannelHistory, type Finding } from '../history/channel-history.ts';
import { describeFinding } from '../history/finding-words.ts';
import { measuring, openPhase, type Phase, settle, type Taught, taughtBy } from '../history/opening.ts';
import { type HistoryRule, historyRuleSchema } from '../history/rule-schema.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio, summable } from '../severity.ts';

export type { HistoryRule } from '../history/rule-schema.ts';

interface Saved {
  readonly phase: 'unopened' | 'watching' | { readonly times: readonly number[]; readonly readings: readonly number[] };
  readonly taught: Taught | null;
  readonly told: Told | null;
}

interface Told {
  readonly nowMs: number;
  readonly finding: Finding;
}

/**
 * Up to four signals of a channel (what earlier days and weeks do not explain, jumps, shifts of level, drift), each
 * averaged over the last minutes and held against the mean and standard deviation of all its own past, unless it has
 * been this high on several separate earlier occasions. The highest of them speaks; one limit for all.
 *
 * Windows are over readings: a missing reading, like a missing row, is left out, and the windows reach further back.
 */
export const historyRule: RuleKind<HistoryRule> = {
  schema: historyRuleSchema,
  learns: true,
  readsAbsence: false,
  readsTime: false,
  scaleFree: true,
  warmupRows: ({ minReadings }) => minReadings,
  words: (rule) => {
    const { limit, smoothing, minReadings, unlessSeen, season } = rule;
    const signals = signalsOf(rule);
    return {
      raises: `${signals.length > 1 ? 'one of these signals' : 'this signal'}, averaged over ${smoothing}, is ${limit} standard deviations or more above its long-run mean: ${signals.join('; ')}`,
      blindTo: [
        ...(unlessSeen
          ? [`what was as high on ${unlessSeen.times} separate earlier occasions within ${unlessSeen.within.time}`]
          : []),
        'a change so slow that its own history takes it for usual',
        ...(season
          ? ['days that the calendar makes different: holidays, and the hour that daylight saving moves']
          : []),
        `its first ${minReadings} readings, those of training included`,
      ],
    };
  },
  detector(rule, { channel: { unit }, learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const taught = saved ? saved.taught : ((learned as unknown as Taught | null | undefined) ?? null);
    const declaredMs = rule.step === undefined ? null : parseDurationMs(rule.step);
    let phase: Phase = saved ? phaseOf(rule, saved) : { kind: 'unopened' };
    let told: Told | null = saved?.told ?? null;

    return {
      see(nowMs, raw, learn): Sighting | null {
        const reading = summable(raw);
        if (phase.kind === 'unopened') phase = openPhase(rule, declaredMs, taught, { nowMs, learn });
        if (phase.kind === 'measuring') {
          if (learn === 'training' || phase.times.length < rule.minReadings) {
            phase.times.push(nowMs);
            phase.readings.push(reading);
            return null;
          }
          phase = { kind: 'watching', history: settle(rule, phase) };
        }
        const finding = phase.history.take(nowMs, reading);
        if (finding === null) return null;
        told = { nowMs, finding };
        return sight(rule, finding);
      },
      sentence: () => {
        if (told === null || phase.kind !== 'watching') throw new Error('asked for words before anything was seen');
        return describeFinding(rule, phase.history, { ...told, unit });
      },
      learned: () => (phase.kind === 'unopened' ? taught : taughtBy(rule, phase)) as unknown as State,
      state: () => ({
        phase: phase.kind === 'measuring' ? { times: phase.times, readings: phase.readings } : phase.kind,
        taught: (phase.kind === 'unopened' ? taught : taughtWhile(phase)) as unknown as State,
        told: told as unknown as State,
      }),
    };
  },
};

/** A session that watches keeps its past in the same form as training leaves it. */
function taughtWhile(phase: Phase): Taught | null {
  return phase.kind === 'watching' ? { stepMs: phase.history.stepMs, history: phase.history.state() } : null;
}

function phaseOf(rule: HistoryRule, { phase, taught }: Saved): Phase {
  if (phase === 'unopened') return { kind: phase };
  if (phase !== 'watching') return measuring(phase.times, phase.readings);
  const { stepMs, history } = taught!; // `state` keeps it whenever it says `watching`
  return { kind: phase, history: new ChannelHistory(rule, stepMs, history) };
}

function sight(rule: HistoryRule, finding: Finding): Sighting {
  if (finding.kind === 'broken') {
    const { reading, limit } = finding;
    return { over: true, clear: false, ratio: boundedRatio(reading / limit), observed: reading, limit };
  }
  const { z, isHabit, level, mean, deviation } = finding;
  const ratio = isHabit ? 0 : boundedRatio(z / rule.limit);
  const over = ratio >= 1;
  return { over, clear: !over, ratio, observed: level, limit: mean + rule.limit * deviation };
}

function signalsOf({ season, jump, shift, drift }: HistoryRule): readonly string[] {
  const spans = season ? [season.days > 0 && `${season.days} days`, season.weeks > 0 && `${season.weeks} weeks`] : [];
  return [
    ...(season
      ? [`its distance from the median of the same time in the last ${spans.filter(Boolean).join(' or ')}`]
      : []),
    ...(jump ? ['the size of its jump since the reading before'] : []),
    ...(shift ? [`the shift of its mean over ${shift.recent.time} from that of the ${shift.before.time} before`] : []),
    ...(drift ? [`the distance of its mean over ${drift.recent.time} from that of all readings so far`] : []),
  ];
}
