import { readFile } from 'node:fs/promises';
import {
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  visit,
} from 'yaml';
import { type Fault, InputError, type Place, throwIfAny } from '../faults.ts';
import { jsonFaultOffset } from '../json-fault.ts';
import { capFaults } from './cap-faults.ts';
import { readFault } from './read-fault.ts';
import { firstTooDeep, MOST_LEVELS } from './yaml-depth.ts';

export type Path = readonly PropertyKey[];

type Tree = Document.Parsed;

/** What a YAML or JSON file says, and where it says it. */
export interface PositionedDocument {
  readonly file: string;
  /** As it was read, but for a byte order mark. */
  readonly text: string;
  readonly value: unknown;
  /** Place of the value at this path; of the nearest enclosing value where there is none. */
  placeOf(path: Path): Place;
  /** Place of the key itself (for "unknown key"); of the nearest enclosing value where there is none. */
  placeOfKey(path: Path): Place;
}

/** Ten thousand rules or incidents fit many times over. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Aliases of aliases may stand for at most this many nodes (the `yaml` library's own count), against YAML bombs. */
const MOST_ALIASES = 100;

/**
 * Reads a `.json` file as JSON, any other as YAML 1.2.
 * @throws InputError `document/unreadable`, `document/too-large`, and those of {@link parseDocument}
 */
export async function readDocument(file: string): Promise<PositionedDocument> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw readFault('document/unreadable', file, error);
  }
  if (bytes.byteLength > MOST_BYTES) {
    throw InputError.of('document/too-large', `${bytes.byteLength} bytes; at most ${MOST_BYTES} are read`, { file });
  }
  return parseDocument(bytes.toString('utf8'), file);
}

/**
 * @param file names the text in faults; JSON rules hold when it ends in `.json`
 * @throws InputError with every fault of `document/syntax`, `document/duplicate-key`, `document/alias`, `document/key`
 */
export function parseDocument(text: string, file: string): PositionedDocument {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  const tooDeep = firstTooDeep(tokens);
  if (tooDeep !== null)
    throw new InputError([
      { code: 'document/syntax', message: `nested more than ${MOST_LEVELS} deep`, place: at(tooDeep) },
    ]);
  const [tree, second] = new Composer({ uniqueKeys: true }).compose(tokens, true, source.length);
  if (tree === undefined) throw new Error(`${file} gave no document, not even an empty one`);
  const isJson = file.toLowerCase().endsWith('.json');
  const faults = [...(isJson ? jsonFaults(source, at) : []), ...treeFaults(tree, second, at, isJson)];
  throwIfAny(capFaults(faults, file));
  const value = isJson ? (JSON.parse(source) as unknown) : toValue(tree, file);
  const placeAt = (path: Path, wantKey: boolean) => at(offsetOf(tree, path, wantKey));
  return {
    file,
    text: source,
    value,
    placeOf: (path) => placeAt(path, false),
    placeOfKey: (path) => placeAt(path, true),
  };
}

/** A fault at a path of a document, for checks that a schema cannot make. */
export function faultAt(document: PositionedDocument, path: Path, code: string, message: string, hint?: string): Fault {
  return { code, message, place: document.placeOf(path), ...(hint !== undefined && { hint }) };
}

function jsonFaults(source: string, at: (offset: number) => Place): Fault[] {
  try {
    JSON.parse(source);
    return [];
  } catch (error) {
    const message = `not JSON: ${(error as SyntaxError).message}`;
    return [{ code: 'document/syntax', message, place: at(jsonFaultOffset(source)) }];
  }
}

/** JSON that is right may still trip the YAML reader (long keys); of a JSON text only its repeated keys are taken. */
function treeFaults(tree: Tree, second: Tree | undefined, at: (offset: number) => Place, isJson: boolean): Fault[] {
  const faults: Fault[] = [];
  for (const { code, message, pos } of [...tree.errors, ...tree.warnings]) {
    const place = at(pos[0]);
    if (code === 'DUPLICATE_KEY') {
      faults.push({ code: 'document/duplicate-key', message: 'this key is already given above', place });
    } else if (!isJson) faults.push({ code: 'document/syntax', message: `not YAML: ${message}`, place });
  }
  if (second !== undefined) {
    const message = 'a second document begins here; expected only one';
    faults.push({ code: 'document/syntax', message, place: at(second.range[0]) });
  }
  if (isJson || faults.length > 0) return faults;
  visit(tree, {
    Alias(_, alias) {
      const source = alias.resolve(tree);
      const offset = alias.range![0]; // parsed nodes have a range
      if (source === undefined) {
        faults.push({ code: 'document/alias', message: `no anchor &${alias.source} above`, place: at(offset) });
      } else if (isCollection(source) && source.range![0] <= offset && offset < source.range![1]) {
        faults.push({ code: 'document/alias', message: `*${alias.source} contains itself`, place: at(offset) });
      }
    },
    Pair(_, { key }) {
      if (isNode(key) && !isScalar(key)) {
        const place = at(key.range![0]);
        faults.push({
          code: 'document/key',
          message: 'expected a plain key, got a list, a mapping or an alias',
          place,
        });
      }
    },
  });
  return faults;
}

function toValue(tree: Tree, file: string): unknown {
  try {
    return tree.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof RangeError) throw InputError.of('document/syntax', 'nested too deeply to be read', { file });
    if (error instanceof ReferenceError) {
      throw InputError.of('document/alias', 'aliases that stand for too much (a YAML bomb)', { file });
    }
    throw error;
  }
}

/** Follows the path as far as it goes; an alias is followed to its anchor. */
function offsetOf(tree: Tree, path: Path, wantKey: boolean): number {
  let node: unknown = tree.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    const here: unknown = isAlias(node) ? node.resolve(tree) : node;
    let next: unknown;
    if (isSeq(here)) next = here.items[Number(step)];
    else if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      const key = pair?.key as Node | undefined;
      const isLast = depth === path.length - 1;
      const isBlank = isScalar(pair?.value) && pair.value.source === '';
      next = key !== undefined && ((wantKey && isLast) || isBlank) ? key : (pair?.value ?? key);
    }
    if (!isNode(next)) return offset;
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return offset;
}
