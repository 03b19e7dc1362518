import type { AlarmState } from '../missing-data.ts';
import type { RuleExpression } from './parse.ts';

/** What is known of an alarm a rule asks about; null: nothing, it cannot be replayed. */
export type Known = {
  readonly state: AlarmState;
  readonly severity: number;
  /** Whether its state says anything: it is not INSUFFICIENT_DATA, and readings have been seen. */
  readonly canTell: boolean;
} | null;

/** null: it depends on an alarm of which nothing is known. */
export type Truth = boolean | null;

/** Three-valued (Kleene): what is unknown stays unknown unless the other parts decide alone. */
export function truthOf(rule: RuleExpression, of: (alarm: string) => Known): Truth {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state': {
      const known = of(rule.alarm);
      return known === null ? null : known.state === rule.state;
    }
    case 'not': {
      const inner = truthOf(rule.of, of);
      return inner === null ? null : !inner;
    }
    case 'and':
    case 'or': {
      const decides = rule.kind === 'or';
      const parts = rule.of.map((part) => truthOf(part, of));
      if (parts.includes(decides)) return decides;
      return parts.includes(null) ? null : !decides;
    }
    case 'at-least': {
      const parts = rule.of.map((part) => truthOf(part, of));
      const needed = neededOf(rule);
      const sure = parts.filter((part) => part === true).length;
      const possible = sure + parts.filter((part) => part === null).length;
      if (sure >= needed) return true;
      return possible < needed ? false : null;
    }
  }
}

/**
 * How near the rule is to being true, in [0, ∞): that of ALARM(x) is how near x is to alarming, AND takes the least,
 * OR the most, AT_LEAST the k-th most; what asks for another state counts 0 or 1.
 */
export function severityOf(rule: RuleExpression, of: (alarm: string) => Known): number {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? 1 : 0;
    case 'state': {
      const known = of(rule.alarm);
      if (known === null) return 0;
      if (rule.state === 'ALARM') return known.severity;
      return known.state === rule.state ? 1 : 0;
    }
    case 'not':
      return truthOf(rule.of, of) === false ? 1 : 0;
    case 'and':
      return Math.min(...rule.of.map((part) => severityOf(part, of)));
    case 'or':
      return Math.max(...rule.of.map((part) => severityOf(part, of)));
    case 'at-least': {
      const parts = rule.of.map((part) => severityOf(part, of)).sort((a, b) => b - a);
      return parts[neededOf(rule) - 1] ?? 0;
    }
  }
}

function neededOf({ threshold, of }: Extract<RuleExpression, { kind: 'at-least' }>): number {
  return 'count' in threshold ? threshold.count : Math.ceil(threshold.share * of.length);
}
