/** A place in a text that moves forward as it is read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** The text is not in the notation; caught where the reading began. */
export class NotationError extends Error {
  override readonly name = 'NotationError';
  /** UTF-16 units from the start of the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Reads what the pattern (sticky, `y`) matches right here; null, and nothing read, when it does not. */
export function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return null;
  cursor.at = pattern.lastIndex;
  return match[0];
}

export function takeText(cursor: Cursor, text: string): boolean {
  if (!cursor.text.startsWith(text, cursor.at)) return false;
  cursor.at += text.length;
  return true;
}

const BLANKS = /[ \t\r\n]*/y;

export const skipBlanks = (cursor: Cursor): void => {
  take(cursor, BLANKS);
};

export const atEnd = ({ text, at }: Cursor): boolean => at >= text.length;

/** What stands here, for a message. */
export function whatIsHere({ text, at }: Cursor): string {
  if (at >= text.length) return 'the end';
  return JSON.stringify(/^\S{1,20}/u.exec(text.slice(at))?.[0] ?? text[at]);
}
