import { plainSpaces } from '../format.ts';

/** Text as text: nothing in a name is Markdown, HTML, a mention or a new line. */
export function md(text: string): string {
  return plainSpaces(text)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]<>|#~]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

/** A code span, with as many backticks as it takes; a bar inside a table has to be escaped even there. */
export function mdCode(text: string): string {
  const line = text.replace(/[\r\n\u2028\u2029]+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
