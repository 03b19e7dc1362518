import { Composer, isAlias, isNode, isPair, isScalar, type Node, Parser, visit } from 'yaml';
import type { Fault } from '../../../../faults.ts';
import { firstTooDeep, MOST_LEVELS } from '../../../../telemetry/yaml-depth.ts';
import type { PositionedText } from './positioned-text.ts';

/** One YAML document as a tree, its scalars untyped text: what a value means is the reader's business. */
export interface YamlDocument {
  readonly within: PositionedText;
  /** null: an empty document. */
  readonly root: Node | null;
  /** Nodes as written, aliases not followed. */
  readonly nodeCount: number;
  /** What an alias stands for; null where there is no such anchor above it. */
  target(alias: Node): Node | null;
}

/**
 * All documents of a text. JSON is YAML too.
 * @returns faults `document/syntax`, `document/alias` beside the documents that could be read
 */
export function parseYamlDocuments(within: PositionedText, faults: Fault[]): YamlDocument[] {
  const documents: YamlDocument[] = [];
  const fault = (code: string, message: string, offset: number) =>
    faults.push({ code, message, place: within.placeAt(offset) });
  const tokens = [...new Parser().parse(within.text)];
  const tooDeep = firstTooDeep(tokens);
  if (tooDeep !== null) {
    fault('document/syntax', `nested more than ${MOST_LEVELS} deep`, tooDeep);
    return [];
  }
  // Repeated keys are looked for where maps are read: the library compares each with each.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false });
  for (const tree of composer.compose(tokens)) {
    for (const { message, pos } of tree.errors) fault('document/syntax', `not YAML: ${message}`, pos[0]);
    const { targets, nodeCount } = aliasTargets(tree.contents);
    for (const [alias, target] of targets) {
      if (target === null) fault('document/alias', aliasFault(alias), alias.range![0]);
    }
    documents.push({ within, root: tree.contents, nodeCount, target: (alias) => targets.get(alias) ?? null });
  }
  return documents;
}

const aliasFault = (alias: Node) =>
  isAlias(alias) ? `no anchor &${alias.source} above that does not itself contain this` : '';

/** An alias stands for the last node above it that has its anchor, which must have ended by then. */
function aliasTargets(root: Node | null) {
  const targets = new Map<Node, Node | null>();
  const anchors = new Map<string, Node>();
  let nodeCount = 0;
  visit(root, (_, node) => {
    if (isPair(node) || !isNode(node)) return;
    nodeCount++;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      const isAbove = target !== undefined && target.range![1] <= node.range![0]; // parsed nodes have ranges
      targets.set(node, isAbove ? target : null);
    } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return { targets, nodeCount };
}

/** Go's YAML reader leaves a field as it is on these. */
export function isNull(node: unknown): boolean {
  return isScalar(node) && node.type === 'PLAIN' && ['', '~', 'null', 'Null', 'NULL'].includes(String(node.value));
}
