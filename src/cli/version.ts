import { readFileSync } from 'node:fs';

/** Read from the package file, which lies two folders up in the checkout and in the published package alike. */
export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
