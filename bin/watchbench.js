#!/usr/bin/env node
// In a checkout this runs src/ through tsx; in the published package (which has no src/) it runs dist/.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// tsx stays registered in either case: a user's watchbench.config.ts or contender module may be TypeScript.
register();
const source = new URL('../src/cli/main.ts', import.meta.url);
const built = new URL('../dist/cli/main.js', import.meta.url);
const { main } = await import(existsSync(fileURLToPath(source)) ? source.href : built.href);
await main(process.argv.slice(2));
