import type { BackendName } from './backend.ts';

/** What a model will do most: calls of `batch` windows through layers of at most `units` units. */
export interface Workload {
  readonly purpose: 'train' | 'predict';
  readonly units: number;
  readonly batch: number;
}

/**
 * Where native TensorFlow overtakes WebAssembly, measured with tfjs 4.22.0 and TensorFlow 2.20.0 on two x64 cores
 * (dense autoencoders, input and output copies counted). Predicting: at 64 units from about 256 windows a call, at 256
 * units about the same, at 1,024 units from about 32. Below that a native call costs 1 to 1.5 ms whatever it does,
 * a WebAssembly one 0.2 ms. Training in steps of 64 windows: slower at 64 units (ratio 0.42), faster at 256 (1.5).
 */
export function nativeIsFaster({ purpose, units, batch }: Workload): boolean {
  if (purpose === 'train') return units * batch >= 128 * 64 && units >= 128;
  if (units >= 1024) return batch >= 32;
  return units >= 64 && batch >= 256;
}

/** Backends in the order they should be tried. */
export function backendOrder(workload: Workload): readonly BackendName[] {
  return nativeIsFaster(workload) ? ['native', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}
