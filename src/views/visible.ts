/**
 * Names and messages come from files: line ends become spaces; other control characters and marks that turn the
 * direction of text are shown, not obeyed (an escape could repaint a terminal).
 */
export function visible(text: string): string {
  const line = text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
}
