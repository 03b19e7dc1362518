import type { Severity } from '../contenders/rules/prometheus/lints/lint.ts';
import type { LintReport } from './rules-lint-report.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands of GitHub Actions, one annotation a line. */
export function githubAnnotations({ findings }: LintReport): string {
  return findings
    .map(({ severity, lint, message, fix, start, end, rule }) => {
      const properties = Object.entries({
        file: start.file,
        line: start.line,
        // A column range over several lines is not understood there.
        endLine: end.line,
        ...(start.line === end.line && { col: start.column, endColumn: end.column }),
        title: lint,
      })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
      const of = rule === null ? '' : `${rule.name}: `;
      return `::${COMMANDS[severity]} ${properties.join(',')}::${escaped(`${of}${message}\n${fix}`)}\n`;
    })
    .join('');
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
