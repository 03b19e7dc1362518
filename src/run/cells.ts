import type { Plan, Study } from '../record/schema.ts';

/** The unit of work, of failure and of resuming. */
export interface CellKey {
  readonly id: string;
  readonly study: Study;
  readonly contender: string;
  readonly seed: number;
}

/**
 * Every cell of a plan, in the order of the report. Latency comes last: it is measured with nothing else running.
 * Determinism retrains over all seeds within one cell; the other studies use the first seed, accuracy all of them where
 * the plan says so and the contender depends on it.
 */
export function cellsOf({ studies, contenders, seeds, accuracy }: Plan): CellKey[] {
  const first = seeds.slice(0, 1);
  return studies.flatMap((study) =>
    contenders.flatMap(({ name, traits }) => {
      const every = study === 'accuracy' && accuracy.everySeed === true && traits.randomness !== 'none';
      return (every ? seeds : first).map((seed) => ({ id: `${study}/${name}/${seed}`, study, contender: name, seed }));
    }),
  );
}
