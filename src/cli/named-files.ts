import { resolve } from 'node:path';
import type { NamedFile } from '../contenders/rules/prometheus/read-rule-files.ts';
import type { CommandIo } from './command-io.ts';

/** Files of the command line: where they lie, and how the user named them. */
export const namedFiles = (io: CommandIo, files: readonly string[]): NamedFile[] =>
  files.map((file) => ({ path: resolve(io.cwd, file), shown: file }));
