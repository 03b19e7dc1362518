import { readFile } from 'node:fs/promises';
import { InputError, type Place } from '../../faults.ts';
import { type PositionedDocument, parseDocument } from '../positioned-document.ts';
import { readFault } from '../read-fault.ts';

/** A year of a hundred metrics a minute; beyond that, import several datasets. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The JSON documents of a file, one after the other with nothing but white space between: pages as a loop around the
 * AWS command line appends them. Places are found when a fault asks for one, because that takes far longer than reading.
 * @throws InputError `document/unreadable`, `document/too-large`, `document/syntax`, `document/empty`
 */
export async function readJsonDocuments(file: string): Promise<PositionedDocument[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw readFault('document/unreadable', file, error);
  }
  if (bytes.byteLength > MOST_BYTES) {
    throw InputError.of('document/too-large', `${bytes.byteLength} bytes; at most ${MOST_BYTES} are read`, { file });
  }
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const pieces = piecesOf(text);
  if (pieces.length === 0) throw InputError.of('document/empty', 'expected a JSON document, got nothing', { file });
  return pieces.map(({ from, to }) => documentAt(text, from, to, file));
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

const OPEN = new Set(['{', '[']);
const CLOSE = new Set(['}', ']']);

/** Where brackets outside of strings are balanced. What follows the last of them is a piece too, so that it is refused. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const mark = /["{}[\]]|\S/g;
  let from = -1;
  let depth = 0;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const [letter] = match;
    if (from === -1) from = match.index;
    if (letter === '"') mark.lastIndex = endOfString(text, match.index);
    else if (OPEN.has(letter)) depth++;
    else if (CLOSE.has(letter) && --depth === 0) {
      pieces.push({ from, to: match.index + 1 });
      from = -1;
    }
  }
  if (from !== -1) pieces.push({ from, to: text.length });
  return pieces;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function documentAt(text: string, from: number, to: number, file: string): PositionedDocument {
  const piece = text.slice(from, to);
  let before: { readonly line: number; readonly column: number } | undefined;
  const moved = ({ line, column }: Place): Place => {
    before ??= placeAt(text, from);
    if (line === undefined) return { file };
    const inFirstLine = line === 1 && column !== undefined;
    return {
      file,
      line: line + before.line,
      ...(column !== undefined && { column: inFirstLine ? column + before.column : column }),
    };
  };
  const parse = (): PositionedDocument => {
    try {
      return parseDocument(piece, `${file}.json`); // whatever the file is called, it holds JSON
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const [first, ...rest] = error.faults.map((fault) => ({ ...fault, place: moved(fault.place ?? { file }) }));
      throw new InputError([first!, ...rest]); // as many as there were
    }
  };
  let value: unknown;
  try {
    value = JSON.parse(piece);
  } catch {
    value = parse().value; // throws, with the place
  }
  let positioned: PositionedDocument | undefined;
  const inPlace = () => {
    positioned ??= parse();
    return positioned;
  };
  return {
    file,
    text: piece,
    value,
    placeOf: (path) => moved(inPlace().placeOf(path)),
    placeOfKey: (path) => moved(inPlace().placeOfKey(path)),
  };
}

/** Lines and columns to add. */
function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const above = text.slice(0, offset);
  return { line: above.split('\n').length - 1, column: offset - (above.lastIndexOf('\n') + 1) };
}
