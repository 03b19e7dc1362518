import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/** Standard output of `fit-digest.ts` in a process of its own. */
export async function fitDigestInNewProcess(what: string): Promise<string> {
  const program = resolve(import.meta.dirname, 'fit-digest.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, what]);
  return stdout;
}
