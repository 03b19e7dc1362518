import type { Node } from 'yaml';
import type { Fault } from '../../../../faults.ts';
import type { PrometheusRule, RuleGroup, RuleRefusal } from '../rule-file.ts';
import type { PositionedText } from './positioned-text.ts';
import { readDuration, readLabels, readRule } from './read-rule.ts';
import type { YamlReader } from './yaml-reader.ts';

/** Where what is read goes. */
export interface ReadInto {
  readonly faults: Fault[];
  readonly groups: RuleGroup[];
  readonly refusals: RuleRefusal[];
}

const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'];
/** What the operator's resource has beside: for Thanos, and of no effect here. */
const RESOURCE_GROUP_KEYS = [...GROUP_KEYS, 'partial_response_strategy'];

/** The groups of one rule file or resource. */
export function readGroups(reader: YamlReader, node: Node, unit: string, what: string, into: ReadInto): void {
  const fields = reader.fields(node, what, ['groups']);
  const names = new Set<string>();
  for (const [i, item] of reader.items(fields.get('groups')?.value ?? null, 'groups').entries()) {
    const group = readGroup(reader, item, i, unit, what === 'spec', into);
    if (group === null) continue;
    const { name, place } = group;
    if (names.has(name)) {
      reader.fault(place, 'prometheus/group', `groupname: ${JSON.stringify(name)} is repeated in the same file`);
    }
    names.add(name);
    into.groups.push(group);
  }
}

function readGroup(
  reader: YamlReader,
  node: Node,
  index: number,
  unit: string,
  isResource: boolean,
  into: ReadInto,
): RuleGroup | null {
  const where = `groups[${index}]`;
  const fields = reader.fields(node, where, isResource ? RESOURCE_GROUP_KEYS : GROUP_KEYS);
  if (!reader.isMapping(node)) return null;
  const field = (key: string) => fields.get(key)?.value ?? null;
  const name = reader.text(field('name'), `${where}.name`);
  if (name === null || name.text === '') {
    reader.fault(reader.placeOf(node), 'prometheus/group', `${where}: Groupname must not be empty`);
  }
  const group = name?.text ?? '';
  const context = {
    group,
    groupLabels: readLabels(reader, field('labels'), `${where}.labels`),
    refusals: into.refusals,
  };
  const rules = reader.items(field('rules'), `${where}.rules`).flatMap((item, i): PrometheusRule[] => {
    const rule = readRule(reader, item, i, context);
    return rule === null ? [] : [rule];
  });
  return {
    name: group,
    unit,
    place: (name as PositionedText | null)?.placeAt(0) ?? reader.placeOf(node),
    intervalMs: readDuration(reader, field('interval'), `${where}.interval`) || null,
    queryOffsetMs: readDuration(reader, field('query_offset'), `${where}.query_offset`),
    limit: readLimit(reader, field('limit'), `${where}.limit`),
    rules,
  };
}

function readLimit(reader: YamlReader, node: Node | null, what: string): number {
  const source = reader.text(node, what);
  if (source === null) return 0;
  if (/^[+-]?\d{1,15}$/.test(source.text)) return Number(source.text);
  reader.fault(
    source.placeAt(0),
    'document/value',
    `${what}: expected a whole number, got ${JSON.stringify(source.text)}`,
  );
  return 0;
}
