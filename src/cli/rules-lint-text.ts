import pc from 'picocolors';
import type { LintCard, Severity } from '../contenders/rules/prometheus/lints/lint.ts';
import type { Finding } from '../contenders/rules/prometheus/lints/lint-rules.ts';
import { formatPlace } from '../faults.ts';
import { countOf, type LintReport, SEVERITIES } from './rules-lint-report.ts';

/** Findings with the line they are about and carets under the stretch. */
export function lintText(report: LintReport, colour: boolean): string {
  const paint = pc.createColors(colour);
  const ink: Record<Severity, (text: string) => string> = { error: paint.red, warning: paint.yellow, note: paint.cyan };
  const lines = new Map(report.sources.map(({ file, text }) => [file, text.split(/\r?\n/)]));
  const shown = report.findings.map((finding) => {
    const { severity, message, lint, start, rule, fix } = finding;
    const of = rule === null ? '' : `${rule.kind} ${rule.name}: `;
    return [
      `${paint.bold(formatPlace(start))}: ${ink[severity](severity)}: ${of}${message} ${paint.dim(`[${lint}]`)}`,
      ...excerpt(finding, lines.get(start.file)?.[(start.line ?? 0) - 1], ink[severity]),
      `       ${paint.dim(fix)}`,
      '',
    ].join('\n');
  });
  return `${[...shown, summaryOf(report)].join('\n')}\n`;
}

/** Of a line longer than this only the part around the stretch is shown. */
const LONGEST_LINE = 120;

function excerpt({ start, end }: Finding, line: string | undefined, ink: (text: string) => string): string[] {
  if (line === undefined || start.line === undefined || start.column === undefined) return [];
  const from = start.column - 1;
  const to = end.line === start.line && end.column !== undefined ? end.column - 1 : line.trimEnd().length;
  const width = Math.max(1, to - from, wordLength(line, from, to));
  const cutFrom = line.length <= LONGEST_LINE ? 0 : Math.max(0, Math.min(from - 20, line.length - LONGEST_LINE));
  const cutTo = Math.min(line.length, cutFrom + LONGEST_LINE);
  const before = cutFrom > 0 ? '…' : '';
  const after = cutTo < line.length ? '…' : '';
  // Tabs stay tabs, so that the carets stand under what they mean.
  const indent = `${' '.repeat(before.length)}${line.slice(cutFrom, from).replaceAll(/[^\t]/g, ' ')}`;
  const carets = '^'.repeat(Math.max(1, Math.min(width, cutTo - from)));
  return [
    `${String(start.line).padStart(5)}│ ${before}${line.slice(cutFrom, cutTo)}${after}`,
    `     │ ${indent}${ink(carets)}`,
  ];
}

/** A fault knows where it begins: the word there is what it is about. */
const wordLength = (line: string, from: number, to: number): number =>
  to - from > 1 ? 0 : (/^[\w:$.]+/.exec(line.slice(from))?.[0].length ?? 1);

function summaryOf(report: LintReport): string {
  const { ruleCount, fileCount, switchedOff, findings } = report;
  const counts = SEVERITIES.map((severity) => plural(countOf(report, severity), severity)).join(', ');
  const off = switchedOff.length === 0 ? '' : `; ${switchedOff.length} switched off by comments`;
  const found = findings.length === 0 ? 'nothing found' : counts;
  return `${plural(ruleCount, 'rule')} in ${plural(fileCount, 'file')}: ${found}${off}`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Every lint there is, for reading. */
export const lintListText = (cards: readonly LintCard[]): string =>
  cards
    .map(({ id, severity, what, why, fix }) => `${id} (${severity})\n  ${what}\n  Why: ${why}\n  Instead: ${fix}\n`)
    .join('\n');
