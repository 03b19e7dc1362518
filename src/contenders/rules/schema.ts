import { z } from 'zod';
import { suggestionHint } from '../../telemetry/suggest.ts';
import type { KOfNRule } from './kinds/k-of-n.ts';
import { type ChannelRule, RULE_SCHEMAS } from './kinds.ts';

export type Rule = ChannelRule | KOfNRule;

/** A rule file: what an engineer would write for a system they know, with every duration in time. */
export const ruleFileSchema = z
  .strictObject({
    version: z.literal(1),
    name: z.string().min(1).describe('Short name of the rule set.'),
    description: z.string().optional(),
    rules: z.array(z.discriminatedUnion('kind', RULE_SCHEMAS as never) as unknown as z.ZodType<Rule>).min(1),
  })
  .superRefine(
    (file, context) => {
      for (const { path, code, message, hint } of faultsAcrossRules(file.rules)) {
        context.addIssue({ code: 'custom', path: ['rules', ...path], message, params: { code, hint } });
      }
    },
    { when: () => true }, // beside faults within rules, so that all are shown at once
  );
export type RuleFile = z.output<typeof ruleFileSchema>;

interface FaultAcross {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Duplicate names, unknown members, cycles. Runs on unchecked data too, so it believes nothing about the shape. */
function faultsAcrossRules(unchecked: unknown): FaultAcross[] {
  if (!Array.isArray(unchecked)) return [];
  const rules = unchecked.map((rule) => (rule ?? {}) as Partial<Record<'name' | 'kind' | 'of', unknown>>);
  const names = rules.map(({ name }) => (typeof name === 'string' ? name : undefined));
  const membersOf = (i: number): readonly unknown[] => {
    const { kind, of } = rules[i]!;
    return kind === 'k-of-n' && Array.isArray(of) ? of : [];
  };
  const faults: FaultAcross[] = [];
  rules.forEach((_, i) => {
    const name = names[i];
    if (name !== undefined && names.indexOf(name) < i) {
      const message = `${JSON.stringify(name)} is already the name of rule ${names.indexOf(name) + 1}`;
      faults.push({ path: [i, 'name'], code: 'rules/duplicate-name', message });
    }
    membersOf(i).forEach((member, at) => {
      if (typeof member !== 'string' || names.includes(member)) return;
      const known = names.filter((known): known is string => known !== undefined && known !== name);
      const message = `no rule is called ${JSON.stringify(member)}`;
      faults.push({ path: [i, 'of', at], code: 'rules/unknown-rule', message, hint: suggestionHint(member, known) });
    });
    if (reaches(i, i, names, membersOf)) {
      faults.push({ path: [i, 'of'], code: 'rules/cycle', message: `${JSON.stringify(name)} depends on itself` });
    }
  });
  return faults;
}

function reaches(
  from: number,
  goal: number,
  names: readonly (string | undefined)[],
  membersOf: (i: number) => readonly unknown[],
): boolean {
  const seen = new Set<number>();
  const waiting = [from];
  for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
    for (const member of membersOf(rule)) {
      const next = typeof member === 'string' ? names.indexOf(member) : -1;
      if (next === goal) return true;
      if (next < 0 || seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return false;
}
