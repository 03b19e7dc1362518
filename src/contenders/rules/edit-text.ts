/** A stretch of a text, [from, to) in UTF-16 units, and what to put there. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with stretches that do not overlap replaced, and every other character as it was. */
export function editText(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from) // from the end, so that earlier places stay where they are
    .reduce((so, edit) => so.slice(0, edit.from) + edit.text + so.slice(edit.to), text);
}
