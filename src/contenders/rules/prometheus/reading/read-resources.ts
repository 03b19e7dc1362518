import type { Node } from 'yaml';
import type { PositionedText } from './positioned-text.ts';
import { type ReadInto, readGroups } from './read-groups.ts';
import { parseYamlDocuments } from './yaml-documents.ts';
import { type YamlReader, yamlReader } from './yaml-reader.ts';

const LIST_KINDS = ['List', 'PrometheusRuleList', 'ConfigMapList'];

/** Every rule group in a text, whatever it is wrapped in. */
export function readResources(within: PositionedText, unit: string, into: ReadInto): void {
  const faultsBefore = into.faults.length;
  const documents = parseYamlDocuments(within, into.faults);
  let found = 0;
  for (const document of documents) {
    if (document.root !== null) found += readResource(yamlReader(document, into.faults), document.root, unit, into, 0);
  }
  if (found === 0 && into.faults.length === faultsBefore) {
    const message = 'no rules here: expected `groups:`, a PrometheusRule or a ConfigMap of rule files';
    into.faults.push({ code: 'prometheus/no-rules', message, place: within.placeAt(0) });
  }
}

/** Lists of lists of resources have no end; nobody has more than one within another. */
const DEEPEST_LIST = 5;

/** @returns how many rule files it turned out to be */
function readResource(reader: YamlReader, node: Node, unit: string, into: ReadInto, depth: number): number {
  const fields = reader.fields(node, 'the document', null);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const kind = fields.has('groups') || !fields.has('kind') ? null : reader.text(field('kind'), 'kind');
  if (kind === null) {
    if (fields.size > 0) readGroups(reader, node, unit, 'the file', into);
    return fields.size > 0 ? 1 : 0;
  }
  const name = `${unit} ${kind.text} ${nameOf(reader, field('metadata'))}`;
  if (kind.text === 'PrometheusRule') {
    const spec = field('spec');
    if (spec === null) reader.fault(kind.placeAt(0), 'prometheus/no-rules', 'this PrometheusRule has no `spec`');
    else readGroups(reader, spec, name, 'spec', into);
    return 1;
  }
  if (kind.text === 'ConfigMap') return readConfigMap(reader, field('data'), name, into);
  if (!LIST_KINDS.includes(kind.text)) return 0;
  const items = reader.items(field('items'), 'items');
  if (depth < DEEPEST_LIST)
    return items.reduce((sum, item) => sum + readResource(reader, item, unit, into, depth + 1), 0);
  reader.fault(kind.placeAt(0), 'document/value', `lists of resources more than ${DEEPEST_LIST} deep`);
  return 0;
}

function nameOf(reader: YamlReader, metadata: Node | null): string {
  const fields = reader.fields(metadata, 'metadata', null);
  return reader.text(fields.get('name')?.value ?? null, 'metadata.name')?.text ?? '(unnamed)';
}

/** Each entry is a file of its own. Entries that are no rule files (dashboards, settings) are passed over. */
function readConfigMap(reader: YamlReader, data: Node | null, unit: string, into: ReadInto): number {
  let found = 0;
  for (const [key, { value }] of reader.fields(data, 'data', null)) {
    const text = reader.text(value, `data.${key}`);
    if (text === null || !/^\s*(?:"groups"|'groups'|groups)\s*:/m.test(text.text)) continue;
    found++;
    readResources(text, `${unit} ${key}`, into);
  }
  return found;
}
