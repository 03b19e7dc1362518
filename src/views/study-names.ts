import type { Study } from '../record/schema.ts';

/** How a study is headed, and the question it answers. */
export const STUDY_NAMES: Readonly<Record<Study, { readonly title: string; readonly question: string }>> = {
  accuracy: { title: 'Accuracy', question: 'Does it catch incidents without crying wolf?' },
  behaviour: { title: 'Behaviour', question: 'Does it hold what it must at the edges?' },
  determinism: { title: 'Determinism', question: 'Does the same past give the same alerts?' },
  latency: { title: 'Latency', question: 'What does one decision cost?' },
};
