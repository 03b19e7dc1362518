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
 * Determinism retrains over all seeds within one cell; the other studies use the first seed.
 */
export function cellsOf({ studies, contenders, seeds }: Plan): CellKey[] {
  const seed = seeds[0]!;
  return studies.flatMap((study) =>
    contenders.map(({ name }) => ({ id: `${study}/${name}/${seed}`, study, contender: name, seed })),
  );
}
