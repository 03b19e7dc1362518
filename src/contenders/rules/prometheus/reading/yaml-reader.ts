import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Fault, Place } from '../../../../faults.ts';
import { suggestionHint } from '../../../../telemetry/suggest.ts';
import type { PositionedText } from './positioned-text.ts';
import { scalarText } from './scalar-text.ts';
import { isNull, type YamlDocument } from './yaml-documents.ts';

/** One `key: value` of a mapping. */
export interface Field {
  readonly key: PositionedText;
  readonly value: Node | null;
}

/**
 * Typed reading of a YAML tree. Whatever is of the wrong type becomes a fault and reads as absent, so that one pass
 * finds all that is wrong.
 */
export interface YamlReader {
  readonly faults: Fault[];
  fault(place: Place, code: string, message: string, hint?: string): void;
  /** A mapping by key; empty where there is none. With `known`, any other key is a fault. */
  fields(node: Node | null, what: string, known: readonly string[] | null): ReadonlyMap<string, Field>;
  /** The items of a list; empty where there is none. */
  items(node: Node | null, what: string): readonly Node[];
  /** Text, whatever it looks like (`1`, `true`); null where there is none. */
  text(node: Node | null, what: string): PositionedText | null;
  isMapping(node: Node | null): boolean;
  placeOf(node: Node): Place;
}

/** What aliases may add to a document: a generous library of shared labels and rules, and far from a YAML bomb. */
const MOST_ALIASED = 100_000;

export function yamlReader(document: YamlDocument, faults: Fault[]): YamlReader {
  const { within } = document;
  const mostRead = 2 * document.nodeCount + MOST_ALIASED;
  let visited = 0;
  let exploded = false;

  const fault = (place: Place, code: string, message: string, hint?: string) =>
    void faults.push({ code, message, place, ...(hint !== undefined && { hint }) });
  const placeOf = (node: Node) => within.placeAt(node.range![0]); // a parsed node has a range

  function isSpent(count: number, node: Node): boolean {
    visited += count;
    if (visited <= mostRead) return false;
    if (!exploded) fault(placeOf(node), 'document/alias', `aliases that stand for more than ${MOST_ALIASED} values`);
    exploded = true;
    return true;
  }

  function follow(node: Node | null): Node | null {
    if (node === null || isNull(node)) return null;
    return isAlias(node) ? follow(document.target(node)) : node;
  }

  function wrongType(node: Node, what: string, wanted: string): void {
    const came = isMap(node) ? 'a mapping' : isSeq(node) ? `a list of ${node.items.length}` : shown(node);
    fault(placeOf(node), 'document/value', `${what}: expected ${wanted}, got ${came}`);
  }

  function fields(node: Node | null, what: string, known: readonly string[] | null): Map<string, Field> {
    const read = new Map<string, Field>();
    const merged: Node[] = [];
    const here = follow(node);
    if (here === null) return read;
    if (!isMap(here)) {
      wrongType(here, what, 'a mapping');
      return read;
    }
    if (isSpent(here.items.length, here)) return read;
    for (const pair of here.items) {
      const keyNode = isNode(pair.key) ? follow(pair.key) : null;
      const value = isNode(pair.value) ? pair.value : null;
      if (!isScalar(keyNode)) {
        fault(placeOf((pair.key as Node | null) ?? here), 'document/key', `${what}: expected a plain key`);
        continue;
      }
      const key = scalarText(within, keyNode as Scalar);
      if (key.text === '<<' && keyNode.type === 'PLAIN') merged.push(...(value ? [value] : []));
      else if (read.has(key.text)) {
        fault(key.placeAt(0), 'document/duplicate-key', `${what}: ${JSON.stringify(key.text)} is already given above`);
      } else if (known !== null && !known.includes(key.text)) {
        const free = known.filter((name) => !read.has(name));
        const message = `${what}: unknown key ${JSON.stringify(short(key.text))}`;
        fault(key.placeAt(0), 'document/unknown-key', message, suggestionHint(key.text, free));
        read.set(key.text, { key, value: null });
      } else read.set(key.text, { key, value });
    }
    for (const source of merged) mergeInto(read, source, what, known);
    return read;
  }

  /** `<<: *defaults`: what is given beside it wins. */
  function mergeInto(into: Map<string, Field>, source: Node, what: string, known: readonly string[] | null): void {
    const from = follow(source);
    const sources = isSeq(from) ? from.items.filter(isNode) : from === null ? [] : [from];
    for (const each of sources) {
      for (const [name, field] of fields(each, what, known)) if (!into.has(name)) into.set(name, field);
      if (exploded) return;
    }
  }

  return {
    faults,
    fault,
    fields,
    items(node, what) {
      const here = follow(node);
      if (here === null) return [];
      if (!isSeq(here)) {
        wrongType(here, what, 'a list');
        return [];
      }
      if (isSpent(here.items.length, here)) return [];
      return here.items.filter(isNode);
    },
    text(node, what) {
      const here = follow(node);
      if (here === null) return null;
      if (isScalar(here)) return scalarText(within, here as Scalar);
      wrongType(here, what, 'text');
      return null;
    },
    isMapping: (node) => isMap(follow(node)),
    placeOf,
  };
}

const shown = (node: Node) => JSON.stringify(short(isScalar(node) ? String(node.value) : ''));
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
