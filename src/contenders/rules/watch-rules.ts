import { formatDuration, parseDurationMs } from '../../duration.ts';
import type { State } from '../state-codec.ts';
import type { BoundRule } from './bind-rules.ts';
import { firing } from './firing.ts';
import type { RuleWatch } from './rule-watch.ts';

type OverRules = Extract<BoundRule, { kind: 'rules' }>;

interface SavedKOfN {
  readonly lastFiredMs: readonly number[];
  readonly firing: State;
}

const NONE: readonly number[] = [];

/** A rule over other rules. */
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
    causes(nowMs) {
      const forMs = alarm.isFiring ? nowMs - alarm.sinceMs : 0;
      const who = counted.length > 0 ? ` (${counted.join(', ')})` : '';
      const window = withinMs > 0 ? ` within ${rule.within}` : '';
      const since = forMs > 0 ? ` for ${formatDuration(forMs)}` : '';
      const text = `${counted.length} of ${members.length} rules fired${who}${window}, ${rule.k} needed${since}`;
      return [{ source: rule.name, channel: null, observed: counted.length, limit: rule.k, share: null, text }];
    },
    learned: () => null,
    state: () => ({ lastFiredMs, firing: alarm.state() }),
  };
}
