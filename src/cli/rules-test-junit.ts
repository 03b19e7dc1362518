import {
  type CheckReport,
  hasFailed,
  type TestFileReport,
  type TestReport,
} from '../contenders/rules/prometheus/unit-tests/test-outcome.ts';
import { formatPlace } from '../faults.ts';

/** JUnit XML: a suite for each file, a case for each test, as promtool writes it. */
export function rulesTestJunit(reports: readonly TestFileReport[]): string {
  const suites = reports.map(({ file, tests }) => {
    const failures = tests.filter(({ checks }) => checks.some(hasFailed)).length;
    const skipped = tests.filter(isSkipped).length;
    const head = `<testsuite name="${escaped(file)}" tests="${tests.length}" failures="${failures}" errors="0" skipped="${skipped}">`;
    return [`  ${head}`, ...tests.flatMap((test) => caseLines(file, test)), '  </testsuite>'].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

/** Not asked for, or every check of it refused: nothing is known. */
const isSkipped = ({ skipped, checks }: TestReport): boolean =>
  skipped || (checks.length > 0 && checks.every(({ outcome }) => outcome.kind === 'refused'));

function caseLines(file: string, test: TestReport): string[] {
  const { name, checks } = test;
  const failed = checks.filter(hasFailed);
  const refused = checks.filter(({ outcome }) => outcome.kind === 'refused');
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(file)}"`;
  if (failed.length === 0 && refused.length === 0 && !test.skipped) return [`${open}/>`];
  const inside = [
    ...failed.map((check) => `      <failure message="${escaped(check.title)}">${escaped(said(check))}</failure>`),
    ...(isSkipped(test) ? ['      <skipped/>'] : []),
    ...(refused.length > 0 ? [`      <system-out>${escaped(refused.map(said).join('\n'))}</system-out>`] : []),
  ];
  return [`${open}>`, ...inside, '    </testcase>'];
}

function said({ title, place, outcome }: CheckReport): string {
  const head = `${formatPlace(place)}: ${title}`;
  if (outcome.kind === 'failed') return [head, '- expected, + got', ...outcome.difference].join('\n');
  return outcome.kind === 'passed' ? head : `${head}: ${outcome.kind}: ${outcome.message}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place at all for most control characters. */
const escaped = (text: string): string =>
  [...text].map((char) => ENTITIES[char] ?? (char < ' ' && !'\t\n\r'.includes(char) ? '\ufffd' : char)).join('');
