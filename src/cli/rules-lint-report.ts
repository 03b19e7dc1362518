import type { Severity } from '../contenders/rules/prometheus/lints/lint.ts';
import type { Finding, LintOutcome } from '../contenders/rules/prometheus/lints/lint-rules.ts';
import type { RuleFiles } from '../contenders/rules/prometheus/rule-file.ts';
import type { Fault } from '../faults.ts';

/** What every format of `rules lint` is made of. */
export interface LintReport extends LintOutcome {
  /** Files, or parts of them, that nothing can be said of. */
  readonly unusable: readonly Fault[];
  readonly sources: RuleFiles['sources'];
  readonly ruleCount: number;
  readonly fileCount: number;
}

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

export const countOf = ({ findings }: LintOutcome, severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity).length;

/** One JSON document. */
export function lintJson(report: LintReport) {
  const { findings, switchedOff, unusable, ruleCount, fileCount } = report;
  const totals = Object.fromEntries(SEVERITIES.map((severity) => [`${severity}s`, countOf(report, severity)]));
  return {
    files: fileCount,
    rules: ruleCount,
    ...totals,
    findings: findings.map(flat),
    switchedOff: switchedOff.map(flat),
    unusable,
  };
}

const flat = ({ lint, severity, message, fix, start, end, rule }: Finding) => ({
  lint,
  severity,
  file: start.file,
  line: start.line ?? null,
  column: start.column ?? null,
  endLine: end.line ?? null,
  endColumn: end.column ?? null,
  message,
  fix,
  rule,
});
