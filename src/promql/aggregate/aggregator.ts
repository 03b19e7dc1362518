import type { Column } from '../evaluated.ts';

/**
 * Folds the elements of one group into one column, every step for itself. The columns come in the order of the vector,
 * in which Prometheus adds them up. `parameter`: one value per step, for `quantile`.
 */
export type Aggregator = (
  columns: readonly Column[],
  out: { readonly values: Float64Array; readonly present: Uint8Array },
  parameter: Float64Array | null,
) => void;
