import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LintCard } from '../contenders/rules/prometheus/lints/lint.ts';
import type { Finding } from '../contenders/rules/prometheus/lints/lint-rules.ts';
import type { Place } from '../faults.ts';
import type { LintReport } from './rules-lint-report.ts';

/** A log of SARIF 2.1.0 (OASIS): what code scanning services read. */
export function sarifLog(report: LintReport, cards: readonly LintCard[], version: string) {
  const { findings, switchedOff, unusable } = report;
  const indexOf = new Map(cards.map(({ id }, i) => [id, i]));
  const resultOf = (finding: Finding) => result(finding, indexOf.get(finding.lint) ?? -1);
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'watchbench', version, rules: cards.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unusable.length === 0,
            toolExecutionNotifications: unusable.map(({ message, place, code }) => ({
              level: 'error',
              descriptor: { id: code },
              message: { text: message },
              ...(place !== undefined && { locations: [{ physicalLocation: physical(place, place) }] }),
            })),
          },
        ],
        results: [
          ...findings.map(resultOf),
          ...switchedOff.map((finding) => ({ ...resultOf(finding), suppressions: [{ kind: 'inSource' }] })),
        ],
      },
    ],
  };
}

const descriptor = ({ id, severity, what, why, fix }: LintCard) => ({
  id,
  shortDescription: { text: what },
  fullDescription: { text: why },
  help: { text: fix },
  defaultConfiguration: { level: severity },
});

function result({ lint, severity, message, fix, start, end, rule }: Finding, ruleIndex: number) {
  const of = rule === null ? '' : `${rule.name}: `;
  return {
    ruleId: lint,
    ruleIndex,
    level: severity,
    message: { text: `${of}${message}. ${fix}` },
    locations: [
      {
        physicalLocation: physical(start, end),
        ...(rule !== null && {
          logicalLocations: [{ name: rule.name, fullyQualifiedName: `${rule.group}/${rule.name}`, kind: 'member' }],
        }),
      },
    ],
  };
}

function physical(start: Place, end: Place) {
  const uri = isAbsolute(start.file) ? pathToFileURL(start.file).href : encodeURI(start.file.replaceAll('\\', '/'));
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    ...(end.column !== undefined && { endColumn: end.column }),
  };
  return { artifactLocation: { uri }, ...(start.line !== undefined && { region }) };
}
