import { resultOf } from '../record/lookup.ts';
import type { PropertyResult, RunRecord } from '../record/schema.ts';

export interface Violation {
  readonly contender: string;
  readonly property: PropertyResult;
  readonly found: Extract<PropertyResult['outcome'], { readonly kind: 'violated' }>;
}

const WEIGHT = { must: 0, claimed: 1, characterise: 2 } as const;

/** Every violated property of every contender: what must hold first, then own claims, then what is only reported. */
export function violationsOf(record: RunRecord): Violation[] {
  return record.plan.contenders
    .flatMap(({ name }) =>
      (resultOf(record, 'behaviour', name)?.properties ?? []).flatMap((property): Violation[] =>
        property.outcome.kind === 'violated' ? [{ contender: name, property, found: property.outcome }] : [],
      ),
    )
    .sort((a, b) => WEIGHT[a.property.scope] - WEIGHT[b.property.scope]);
}

/** What a violation means, by scope. */
export const SCOPE_MEANING: Readonly<Record<PropertyResult['scope'], string>> = {
  must: 'every contender must hold it',
  claimed: 'it claims this of itself',
  characterise: 'reported, fails nothing',
};
