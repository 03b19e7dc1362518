import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { expandGlob } from '../../../../telemetry/expand-glob.ts';
import { readFault } from '../../../../telemetry/read-fault.ts';
import { type NamedFile, readRuleFiles } from '../reading/read-rule-files.ts';
import { parseTestFile } from './read-test-file.ts';
import { runTest } from './run-test.ts';
import type { TestFileReport } from './test-outcome.ts';

/**
 * Runs a unit test file of promtool.
 * @param wanted which tests to run, by name
 * @throws InputError of `parseTestFile` and of `readRuleFiles` for the rule files it names
 */
export async function runTestFile(
  path: string,
  shown: string,
  wanted: (name: string) => boolean = () => true,
): Promise<TestFileReport> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw readFault('document/unreadable', shown, error);
  });
  const file = parseTestFile(text, shown);
  const found = await Promise.all(file.ruleFiles.map(({ text }) => named(path, shown, text)));
  const rules = await readRuleFiles(found.flat());
  return {
    file: shown,
    warnings: file.ruleFiles.flatMap(({ text }, i) => (found[i]!.length === 0 ? [`no rule file matches ${text}`] : [])),
    tests: file.tests.map((test) => {
      const skipped = !wanted(test.name);
      return { name: test.name, place: test.place, skipped, checks: skipped ? [] : runTest(test, rules, file) };
    }),
  };
}

/** Rule files are named relative to the test file, in the file system and in faults. */
async function named(path: string, shown: string, pattern: string): Promise<NamedFile[]> {
  if (isAbsolute(pattern)) return (await expandGlob(pattern)).map((file) => ({ path: file, shown: file }));
  const folder = dirname(path);
  const files = await expandGlob(join(folder, pattern));
  return files.map((file) => ({ path: file, shown: join(dirname(shown), relative(folder, file)) }));
}
