import { join } from 'node:path';

/** Another TensorFlow gives other last bits: a change of version is a change of results. */
export const TENSORFLOW_VERSION = '2.20.0';
export const TFJS_NODE_VERSION = '4.22.0';
/** Raised when the way the addon is built changes. */
const RECIPE = 1;

/**
 * Where the native libraries are kept: outside the checkout, since they are large and outlive `npm ci`. One folder for
 * each combination that gives its own files. An empty XDG_CACHE_HOME counts as none.
 */
export function nativeCacheFolder(at: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
  readonly arch: string;
}): string {
  const root = at.env.XDG_CACHE_HOME || join(at.home, '.cache');
  const name = `native-r${RECIPE}-tfjs-node-${TFJS_NODE_VERSION}-tensorflow-${TENSORFLOW_VERSION}-${at.platform}-${at.arch}`;
  return join(root, 'watchbench', name);
}
