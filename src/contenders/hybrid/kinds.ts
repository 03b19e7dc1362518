import { guardedModel } from './guarded-model.ts';
import type { HybridKind } from './hybrid-kind.ts';
import { modelConfirmedByRules } from './model-confirmed-by-rules.ts';
import { rulesOrModel } from './rules-or-model.ts';
import { rulesUnlessModelVetoes } from './rules-unless-model-vetoes.ts';

/** Every way to combine rules and a model. A new one is one file and a line here. */
export const HYBRID_KINDS: readonly HybridKind[] = [
  rulesOrModel,
  rulesUnlessModelVetoes,
  modelConfirmedByRules,
  guardedModel,
];
