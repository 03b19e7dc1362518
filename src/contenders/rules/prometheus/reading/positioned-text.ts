import type { Place } from '../../../../faults.ts';

/** A stretch of text that knows where each of its characters stands in the file it came from. */
export interface PositionedText {
  readonly text: string;
  /** @param offset in UTF-16 units of `text`; its length stands for the end. */
  placeAt(offset: number): Place;
}

/** A whole file. */
export function fileText(file: string, text: string): PositionedText {
  let starts: number[] | null = null;
  return {
    text,
    placeAt(offset) {
      starts ??= lineStarts(text);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return { file, line: low + 1, column: offset - starts[low]! + 1 };
    },
  };
}

/** Where each line of a text begins. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
