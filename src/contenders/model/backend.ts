import type { TensorFlow } from './tensorflow.ts';

export const BACKEND_NAMES = ['native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];
export type BackendChoice = BackendName | 'auto';

/** An engine that runs TensorFlow.js operations. Several may be open in one process; one is active at a time. */
export interface Backend {
  readonly name: BackendName;
  /** What computes, with versions: `tfjs 4.22.0, TensorFlow 2.20.0`. */
  readonly engine: string;
  readonly tf: TensorFlow;
  /** Windows of one call, or null where any number gives the same bits. Fewer are padded up to it. */
  readonly fixedBatch: number | null;
  /** Makes it the one that computes. Cheap when it already is; call it before every operation. */
  activate(): void;
}
