import { md } from '../views/markdown/escape.ts';

/** Pieces of a card in Markdown. Text from outside goes through `md` here, and nowhere else in this room. */

export const section = (title: string, ...parts: readonly string[]): string =>
  [`## ${title}`, ...parts.filter((part) => part !== '')].join('\n\n');

export const bullets = (texts: readonly string[]): string => texts.map((text) => `- ${md(sentence(text))}`).join('\n');

/** First letter large, a full stop at the end. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

export const whole = (sections: readonly string[]): string =>
  `${sections.filter((each) => each !== '').join('\n\n')}\n`;
