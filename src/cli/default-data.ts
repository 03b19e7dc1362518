import { fileURLToPath } from 'node:url';

/** The dataset that comes with the package: what a command without a word of configuration works on. */
export const DEFAULT_DATA = fileURLToPath(new URL('../../datasets/webshop', import.meta.url));
