import { env } from 'node:process';

/**
 * Switches of native TensorFlow that decide the last bits of a result. libtensorflow reads them from the environment
 * when it is loaded and offers no other way in, so `applyNativePins` writes them there just before: the one place outside
 * the command line and the latency room that touches the environment. It writes, never reads, and overrides what was
 * set, so that the record tells the truth.
 */
export const NATIVE_PINS: Readonly<Record<string, string>> = {
  /** Other matrix kernels give a row other bits for its place in the batch, and on another instruction set. */
  TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL: 'false',
  /** On by default on some processors only. */
  TF_ENABLE_ONEDNN_OPTS: '0',
  /** Otherwise as many as there are cores: wide layers then sum in another order. */
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  /** Warnings and errors only; says nothing about results. */
  TF_CPP_MIN_LOG_LEVEL: '1',
};

/** Call before `@tensorflow/tfjs-node` is imported; later has no effect. */
export function applyNativePins(): void {
  Object.assign(env, NATIVE_PINS);
}
