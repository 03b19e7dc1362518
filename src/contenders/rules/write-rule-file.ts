import {
  type Document,
  isCollection,
  isScalar,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Json } from '../../json.ts';
import { editText } from './edit-text.ts';
import type { RulePath } from './rule-parameters.ts';

export interface RuleChange {
  readonly path: RulePath;
  readonly value: Json;
}

/**
 * The text of a rule file with other values at these places. Values that stand in the file are replaced in its text, and
 * nothing else in it changes by a byte. Where a value has to be added, because its author left it to the default or
 * shared it by an alias, comments, order and quotes stay and only the layout of lists may change.
 */
export function editRuleText(
  { file, text }: { readonly file: string; readonly text: string },
  changes: readonly RuleChange[],
): string {
  if (file.toLowerCase().endsWith('.json')) return editJson(text, changes);
  const document = parseDocument(text);
  if (expandAliases(document)) return setAll(document, changes);
  const written = changes.flatMap((change) => {
    const node = document.getIn(change.path, true) as Node | undefined;
    return isScalar(node) && node.range ? [{ change, range: node.range }] : [];
  });
  const edited = editText(
    text,
    written.map(({ change, range: [from, to] }) => ({ from, to, text: String(change.value) })),
  );
  const missing = changes.filter((change) => !written.some((other) => other.change === change));
  return missing.length === 0 ? edited : setAll(parseDocument(edited), missing);
}

function setAll(document: Document, changes: readonly RuleChange[]): string {
  for (const { path, value } of changes) {
    let owner = document.contents as unknown as YAMLMap | YAMLSeq;
    for (const step of path.slice(0, -1)) {
      let next: unknown = owner.get(step, true);
      if (!isCollection(next)) {
        next = document.createNode({}); // it was left to its defaults
        owner.set(step, next);
      }
      owner = next as YAMLMap | YAMLSeq;
    }
    owner.set(path.at(-1)!, value);
  }
  return document.toString({ lineWidth: 0 }); // long lines stay as long as they were
}

/** Every alias becomes a copy, so that a change of one place is a change of that place alone. */
function expandAliases(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias(_, alias) {
      found = true;
      return document.createNode(alias.resolve(document)?.toJS(document));
    },
  });
  if (found) {
    visit(document, {
      Node(_, node) {
        if ('anchor' in node) delete node.anchor;
      },
    });
  }
  return found;
}

function editJson(text: string, changes: readonly RuleChange[]): string {
  const document = parseDocument(text);
  for (const { path, value } of changes) document.setIn(path, value);
  return `${JSON.stringify(document.toJS(), null, 2)}\n`;
}
