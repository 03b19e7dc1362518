#!/usr/bin/env node
// In a checkout this runs src/ through tsx; in the published package (which has no src/) it runs dist/.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// tsx stays registered in either case: a user's watchbench.config.ts or contender module may be TypeScript.
register();
// The workers of a run are started often and need none of the commands: they have a door of their own.
const isWorker = process.argv[2] === 'worker' && process.send !== undefined;
const door = isWorker ? 'worker' : 'main';
const source = new URL(`../src/cli/${door}.ts`, import.meta.url);
const built = new URL(`../dist/cli/${door}.js`, import.meta.url);
const { main } = await import(existsSync(fileURLToPath(source)) ? source.href : built.href);
await main(process.argv.slice(2));
