import pc from 'picocolors';
import {
  type CheckReport,
  hasFailed,
  type TestFileReport,
  type TestReport,
} from '../contenders/rules/prometheus/unit-tests/test-outcome.ts';
import { formatPlace } from '../faults.ts';
import type { JsonObject } from '../json.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly refused: number;
  readonly skipped: number;
}

function countsOf(tests: readonly TestReport[]): Counts {
  const checks = tests.flatMap((test) => test.checks);
  const failed = checks.filter(hasFailed).length;
  const refused = checks.filter(({ outcome }) => outcome.kind === 'refused').length;
  return {
    passed: checks.length - failed - refused,
    failed,
    refused,
    skipped: tests.filter(({ skipped }) => skipped).length,
  };
}

/** For a person: a line a file, and under it what failed or was refused, as a difference with its place. */
export function formatRulesTest(reports: readonly TestFileReport[], colour: boolean): string {
  const { red, green, yellow, dim } = pc.createColors(colour);
  const lines = reports.flatMap(({ file, tests }) => {
    const { passed, failed, refused, skipped } = countsOf(tests);
    const counts = [
      `${passed} passed`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(refused > 0 ? [`${refused} refused`] : []),
      ...(skipped > 0 ? [`${skipped} tests not asked for`] : []),
    ];
    const verdict = failed > 0 ? red('FAILED') : green('passed');
    return [`${verdict}  ${file}  ${dim(counts.join(', '))}`, ...tests.flatMap(testLines)];
  });
  return `${lines.join('\n')}\n`;

  function testLines({ name, checks }: TestReport): string[] {
    return checks.flatMap((check) => checkLines(name, check));
  }

  function checkLines(name: string, { title, place, outcome }: CheckReport): string[] {
    const head = `${formatPlace(place)}: ${name}: ${title}`;
    switch (outcome.kind) {
      case 'passed':
        return [];
      case 'failed':
        return [`  ${red(head)}`, ...differenceLines(outcome.difference)];
      case 'error':
        return [`  ${red(head)}`, `      ${outcome.message}`];
      case 'refused':
        return [`  ${yellow(`refused ${head}`)}`, `      ${outcome.message}`];
    }
  }

  function differenceLines(difference: readonly string[]): string[] {
    const shown = difference.map((line) =>
      line.startsWith('-') ? red(line) : line.startsWith('+') ? green(line) : line,
    );
    return [dim('      - expected, + got'), ...shown.map((line) => `      ${line}`)];
  }
}

/** What `rules test --json` prints. */
export function rulesTestJson(reports: readonly TestFileReport[]): JsonObject {
  return {
    ...countsOf(reports.flatMap(({ tests }) => tests)),
    files: reports.map(({ file, warnings, tests }) => ({
      file,
      ...countsOf(tests),
      warnings: [...warnings],
      tests: tests.map(({ name, place, skipped, checks }) => ({
        name,
        line: place.line ?? null,
        skipped,
        checks: checks.map(checkJson),
      })),
    })),
  };
}

function checkJson({ title, place, outcome }: CheckReport): JsonObject {
  const { file, line = null, column = null } = place;
  const details = outcome.kind === 'failed' ? { difference: [...outcome.difference] } : {};
  const message = outcome.kind === 'error' || outcome.kind === 'refused' ? { message: outcome.message } : {};
  return { title, file, line, column, outcome: outcome.kind, ...details, ...message };
}
