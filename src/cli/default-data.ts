import { fileURLToPath } from 'node:url';

const shipped = (name: string): string => fileURLToPath(new URL(`../../datasets/${name}`, import.meta.url));

/** The dataset that comes with the package: what a command without a word of configuration works on. */
export const DEFAULT_DATA = shipped('opslab');

/** The generated one. */
export const WEBSHOP_DATA = shipped('webshop');
