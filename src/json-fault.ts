/**
 * Where JSON.parse gave up, as an offset into the text; its length where the text ends too early.
 *
 * V8 does not always name a position, so the longest prefix that could still have been continued is searched for:
 * "the parser ran out of text" holds for every shorter prefix and for no longer one.
 */
export function jsonFaultOffset(text: string): number {
  let viable = 0;
  let broken = text.length + 1;
  while (broken - viable > 1) {
    const middle = (viable + broken) >> 1;
    if (ranOutOfText(text.slice(0, middle))) viable = middle;
    else broken = middle;
  }
  return viable;
}

function ranOutOfText(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    if (/end of JSON input|Unterminated string/.test(message)) return true;
    const position = /at position (\d+)/.exec(message);
    return position !== null && Number(position[1]) >= prefix.length;
  }
}
