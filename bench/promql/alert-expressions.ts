import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRuleFiles } from '../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import type { Expression } from '../../src/promql/syntax.ts';

const FOLDER = resolve(
  process.env.WATCHBENCH_ALERTS ?? fileURLToPath(new URL('../../../shared/prometheus/alerts', import.meta.url)),
);

export interface AlertExpression {
  readonly name: string;
  readonly text: string;
  readonly expression: Expression;
}

export interface AlertExpressions {
  readonly files: number;
  readonly evaluated: readonly AlertExpression[];
  /** Names of alerts that the parser refuses by name. */
  readonly refused: readonly string[];
}

/** The expression of every alert in the folder (WATCHBENCH_ALERTS names another); null when it is not there. */
export async function alertExpressions(): Promise<AlertExpressions | null> {
  if (!existsSync(FOLDER)) return null;
  const paths = readdirSync(FOLDER, { recursive: true })
    .map(String)
    .filter((path) => /\.ya?ml$/.test(path));
  const { groups } = await readRuleFiles(paths.sort().map((path) => ({ path: join(FOLDER, path), shown: path })));
  const alerts = groups.flatMap(({ rules }) => rules).filter(({ kind }) => kind === 'alert');
  const evaluated: AlertExpression[] = [];
  const refused: string[] = [];
  for (const { name, query } of alerts) {
    if (query.parsed.kind === 'refused') refused.push(name);
    else evaluated.push({ name, text: query.source.text, expression: query.parsed.expression });
  }
  return { files: paths.length, evaluated, refused };
}
