import { lintRules } from '../../../../../src/contenders/rules/prometheus/lints/lint-rules.ts';
import type { LintWorld } from '../../../../../src/contenders/rules/prometheus/lints/lint-world.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';

const WORLD = { scrapeIntervalMs: 15_000, scrapeIntervalIsGuessed: false, evaluationIntervalMs: null, data: null };

export function linted(text: string, world: Partial<LintWorld> = {}) {
  return lintRules(parseRuleFile(text, 'r.yml'), [], { ...WORLD, ...world });
}

/** Rules, one in a line, as a file of one group. Each line is the inside of a flow mapping. */
export const fileOf = (...rules: readonly string[]): string =>
  `groups:\n  - name: g\n    rules:\n${rules.map((rule) => `      - { ${rule} }\n`).join('')}`;

/** An alert with this expression and a `for` of five minutes. */
export const alert = (expr: string, more = ''): string =>
  `alert: ${`A${expr.length}x${more.length}`}, expr: '${expr.replaceAll("'", "''")}', for: 5m${more}`;

/** Each finding as `lint: the slice of the file it is about`. */
export function slices(text: string, world: Partial<LintWorld> = {}): string[] {
  const lines = text.split('\n');
  return linted(text, world).findings.map(
    ({ lint, start, end }) => `${lint}: ${lines[start.line! - 1]!.slice(start.column! - 1, end.column! - 1)}`,
  );
}
