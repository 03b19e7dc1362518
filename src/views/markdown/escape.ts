import { plainSpaces } from '../format.ts';
import { visible } from '../visible.ts';

/** Text as text: nothing in a name is Markdown, HTML, a mention or a new line. */
export function md(text: string): string {
  return visible(plainSpaces(text))
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]<>|#~]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replace(/@(?=\w)/g, '@\u200b');
}
