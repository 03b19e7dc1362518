import type { TensorFlow } from './tensorflow.ts';

/**
 * Starts a backend and returns what makes it the active one from then on. `setBackend` is asynchronous only while a
 * backend starts; once started, it has switched by the time it returns its promise. Checked on each switch.
 */
export async function activator(tf: TensorFlow, registeredName: string): Promise<() => void> {
  if (!(await tf.setBackend(registeredName)))
    throw new Error(`TensorFlow.js could not start its ${registeredName} backend`);
  return () => {
    if (tf.getBackend() === registeredName) return;
    void tf.setBackend(registeredName);
    if (tf.getBackend() !== registeredName) throw new Error(`TensorFlow.js did not switch to ${registeredName}`);
  };
}
