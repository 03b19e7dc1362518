import { Markup } from './markup.ts';

/**
 * Data as the text of a script element: still JSON, but without a character that could end the element, open a comment
 * in it, or break a line in old JavaScript.
 */
export function embedJson(value: unknown): Markup {
  const unsafe = /[<>&\u2028\u2029]/g;
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return new Markup(JSON.stringify(value).replace(unsafe, escaped));
}
