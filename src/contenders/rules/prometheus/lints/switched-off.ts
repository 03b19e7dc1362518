import type { RuleFiles } from '../rule-file.ts';
import type { LintedRule } from './linted-rule.ts';

/** Where a comment switches lints off. Lines count from 1; both ends belong to it. */
interface Switch {
  readonly lint: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fromLine: number;
  readonly toLine: number;
}

export interface Switches {
  isOff(lint: string, rule: LintedRule): boolean;
  /** Named in a comment; to see that there is such a lint. */
  readonly named: readonly Switch[];
}

const COMMENT = /#[ \t]*watchbench[ \t]+(disable|disable-file)[ \t]+([\w/-]+(?:[ \t]*,[ \t]*[\w/-]+)*)/g;

/**
 * `# watchbench disable rate-on-gauge, template-label` inside a rule or right above it, `# watchbench disable-file …`
 * anywhere.
 */
export function switchesOf(sources: RuleFiles['sources'], rules: readonly LintedRule[]): Switches {
  const named = sources.flatMap(({ file, text }) => switchesIn(file, text, rules));
  return {
    named,
    isOff: (lint, { rule: { place } }) =>
      named.some(
        (each) =>
          (each.lint === lint || each.lint === 'all') &&
          each.file === place.file &&
          each.fromLine <= place.line! && // read from text, so it has a line
          place.line! <= each.toLine,
      ),
  };
}

function switchesIn(file: string, text: string, rules: readonly LintedRule[]): Switch[] {
  if (!text.includes('watchbench')) return [];
  const lines = text.split('\n');
  const starts = rules
    .filter(({ rule }) => rule.place.file === file)
    .map(({ rule }) => firstLineOf(lines, rule.place.line!))
    .sort((a, b) => a - b);
  return lines.flatMap((line, i) =>
    [...line.matchAll(COMMENT)].flatMap((match) => {
      const [fromLine, toLine] = match[1] === 'disable-file' ? [1, lines.length] : ruleAround(lines, starts, i + 1);
      const at = match.index + match[0].length - match[2]!.length;
      return [...match[2]!.matchAll(/[\w/-]+/g)].map(
        (name): Switch => ({ lint: name[0], file, line: i + 1, column: at + name.index + 1, fromLine, toLine }),
      );
    }),
  );
}

/** Of a rule, from the line its name is on: that of its dash. */
function firstLineOf(lines: readonly string[], nameLine: number): number {
  const indentOf = (line: number) => /^\s*/.exec(lines[line - 1]!)![0].length;
  const isItem = (line: number) => /^\s*-(?:\s|$)/.test(lines[line - 1]!);
  if (isItem(nameLine)) return nameLine;
  const indent = indentOf(nameLine);
  for (let line = nameLine - 1; line >= 1; line--) if (isItem(line) && indentOf(line) < indent) return line;
  return nameLine;
}

/** The rule a comment is about: the one it stands in, or the one right below it. */
function ruleAround(lines: readonly string[], starts: readonly number[], line: number): [number, number] {
  let below = line;
  while (below <= lines.length && /^\s*(?:#|$)/.test(lines[below - 1]!)) below++;
  const opens = starts.includes(below) ? below : starts.findLast((start) => start <= line);
  if (opens === undefined) return [line, line];
  const next = starts.find((start) => start > opens);
  return [opens, (next ?? lines.length + 1) - 1];
}
