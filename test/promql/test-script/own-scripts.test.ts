import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../../src/promql/test-script/parse-script.ts';
import { runScript } from '../../../src/promql/test-script/run-script.ts';

const folder = resolve('test/promql/scripts');
/** Fails on purpose, for the tests of the command. */
const ON_PURPOSE = 'wrong.test';
const files = readdirSync(folder).filter((file) => file !== ON_PURPOSE);

describe('values worked out by hand', () => {
  it.each(files)('%s', (file) => {
    const reports = runScript(parseScript(readFileSync(join(folder, file), 'utf8'), file), file);
    expect(reports.length).toBeGreaterThan(5);
    expect(reports.filter(({ outcome }) => outcome.kind !== 'passed')).toEqual([]);
  });
});
