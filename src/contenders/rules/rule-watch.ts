import { formatDuration, parseDurationMs } from '../../duration.ts';
import type { Channel } from '../../telemetry/recording.ts';
import type { Cause } from '../contract.ts';
import type { State } from '../state-codec.ts';
import type { BoundRule } from './bind-rules.ts';
import { type ChannelWatch, channelWatch, type Say } from './channel-watch.ts';
import { firing } from './firing.ts';
import type { Lesson } from './rule-kind.ts';
import { JUST_UNDER_FIRING } from './severity.ts';

/** One rule of the file in one session: over channels, or over other rules. */
export interface RuleWatch {
  /** @param others the rules of this row that were stepped before, by their place in the file */
  step(nowMs: number, values: Float64Array, learn: Lesson, others: readonly (RuleWatch | undefined)[]): void;
  /** Of the last row. `null`: could not tell. At least 1 exactly when firing. */
  readonly severity: number | null;
  readonly isLearning: boolean;
  /** Columns without a reading that nothing stood in for. */
  readonly missing: readonly number[];
  /** Columns without a reading for which the last one stood in. */
  readonly held: readonly number[];
  /** Why, of the last row; only where `severity` is not null. */
  cause(nowMs: number): Cause;
  learned(): State;
  state(): State;
}

type OverChannels = Extract<BoundRule, { kind: 'channels' }>;
type OverRules = Extract<BoundRule, { kind: 'rules' }>;

/** @param nameOf a channel's name, the key of what was learned about it */
export function watchChannels(
  { rule, columns, companions }: OverChannels,
  channels: readonly Channel[],
  nameOf: (column: number) => string,
  learned: Readonly<Record<string, State>>,
  from: State | undefined,
): RuleWatch {
  const saved = from as readonly State[] | undefined;
  const channelAt = (column: number | undefined) => (column === undefined ? undefined : channels[column]);
  const watches = columns.map((column, i) =>
    channelWatch(
      rule,
      { channel: channels[column]!, column, companion: channelAt(companions[i]) },
      learned[nameOf(column)],
      saved?.[i],
    ),
  );
  let severity: number | null = null;
  let isLearning = false;
  let worst: ChannelWatch | undefined;
  let missing: number[] = [];
  let held: number[] = [];

  /** `all` fires only when every channel is known to be over; its severity is that of the calmest channel. */
  const take = (watch: ChannelWatch, say: Say, unread: number) => {
    if (say.kind === 'missing') missing.push(unread);
    if (say.kind === 'learning') isLearning = true;
    if (say.kind !== 'told' && say.kind !== 'held') return;
    if (say.kind === 'held') held.push(watch.column);
    if (severity === null || (rule.combine === 'any' ? say.severity > severity : say.severity < severity)) {
      severity = say.severity;
      worst = watch;
    }
  };
  return {
    step(nowMs, values, learn) {
      severity = null;
      isLearning = false;
      if (missing.length > 0) missing = [];
      if (held.length > 0) held = [];
      watches.forEach((watch, i) => {
        const companion = companions[i];
        const beside = companion === undefined ? undefined : values[companion]!;
        const unread = companion === undefined || Number.isNaN(values[watch.column]!) ? watch.column : companion;
        take(watch, watch.step(nowMs, values[watch.column]!, learn, beside), unread);
      });
      if (rule.combine === 'all' && severity !== null && (isLearning || missing.length > 0)) {
        severity = Math.min(severity, JUST_UNDER_FIRING);
      }
    },
    get severity() {
      return severity;
    },
    get isLearning() {
      return isLearning;
    },
    get missing() {
      return missing;
    },
    get held() {
      return held;
    },
    cause: (nowMs) => worst!.cause(nowMs), // set whenever severity is
    learned: () => Object.fromEntries(watches.map((watch) => [nameOf(watch.column), watch.learned()])),
    state: () => watches.map((watch) => watch.state()),
  };
}

interface SavedKOfN {
  readonly lastFiredMs: readonly number[];
  readonly firing: State;
}

const NONE: readonly number[] = [];

export function watchRules({ rule, members }: OverRules, from: State | undefined): RuleWatch {
  const saved = from as unknown as SavedKOfN | undefined;
  const withinMs = parseDurationMs(rule.within);
  const lastFiredMs = saved ? [...saved.lastFiredMs] : members.map(() => Number.NEGATIVE_INFINITY);
  const alarm = firing(parseDurationMs(rule.for), saved?.firing);
  let severity: number | null = null;
  let isLearning = false;
  let counted: string[] = [];

  return {
    step(nowMs, _values, _learn, others) {
      isLearning = true;
      counted = [];
      members.forEach((member, i) => {
        const other = others[member]!; // members come first
        if (!other.isLearning) isLearning = false;
        if (other.severity !== null && other.severity >= 1) lastFiredMs[i] = nowMs;
        if (nowMs - lastFiredMs[i]! <= withinMs) counted.push(rule.of[i]!);
      });
      const over = counted.length >= rule.k;
      const seen = { over, clear: !over, ratio: counted.length / rule.k, observed: counted.length, limit: rule.k };
      const stepped = alarm.step(nowMs, seen);
      severity = isLearning ? null : stepped;
    },
    get severity() {
      return severity;
    },
    get isLearning() {
      return isLearning;
    },
    missing: NONE,
    held: NONE,
    cause(nowMs) {
      const forMs = alarm.isFiring ? nowMs - alarm.sinceMs : 0;
      const who = counted.length > 0 ? ` (${counted.join(', ')})` : '';
      const window = withinMs > 0 ? ` within ${rule.within}` : '';
      const since = forMs > 0 ? ` for ${formatDuration(forMs)}` : '';
      const text = `${counted.length} of ${members.length} rules fired${who}${window}, ${rule.k} needed${since}`;
      return { source: rule.name, channel: null, observed: counted.length, limit: rule.k, share: null, text };
    },
    learned: () => null,
    state: () => ({ lastFiredMs, firing: alarm.state() }),
  };
}
