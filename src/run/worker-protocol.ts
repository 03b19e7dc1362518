import type { Errand, ErrandReport } from '../record/errand.ts';
import type { Outcome, Plan } from '../record/schema.ts';
import type { CellKey } from './cells.ts';
import type { DatasetSource } from './open-dataset.ts';

/** What a worker process is told. It opens the dataset itself: a copy through the pipe would be slower. */
export type ToWorker =
  | { readonly kind: 'open'; readonly plan: Plan; readonly source: DatasetSource }
  | { readonly kind: 'cell'; readonly cell: CellKey }
  | { readonly kind: 'errand'; readonly errand: Errand };

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'cell-done'; readonly outcome: Outcome }
  | { readonly kind: 'errand-done'; readonly report: ErrandReport }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
