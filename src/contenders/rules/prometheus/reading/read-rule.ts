import type { Node } from 'yaml';
import { formatDuration, parseDuration } from '../../../../promql/parse/parse-duration.ts';
import type { PrometheusRule, RuleRefusal, TemplatedText } from '../rule-file.ts';
import { parseTemplate } from '../templates/parse-template.ts';
import type { PositionedText } from './positioned-text.ts';
import { readQuery } from './read-query.ts';
import type { Field, YamlReader } from './yaml-reader.ts';

const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];
const NOT_IN_RECORDING = ['for', 'keep_firing_for', 'annotations'] as const;

export interface RuleContext {
  readonly group: string;
  readonly groupLabels: ReadonlyMap<string, PositionedText>;
  readonly refusals: RuleRefusal[];
}

/** One rule; null where it is too broken to be one. Faults go to the reader. Source of the checks: Prometheus' rulefmt. */
export function readRule(reader: YamlReader, node: Node, index: number, context: RuleContext): PrometheusRule | null {
  const what = `group ${JSON.stringify(context.group)}, rule ${index + 1}`;
  const fields = reader.fields(node, what, RULE_KEYS);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const fault = (at: PositionedText | null, message: string, hint?: string) =>
    reader.fault(at?.placeAt(0) ?? reader.placeOf(node), 'prometheus/rule', `${what}: ${message}`, hint);

  const record = nonEmpty(reader.text(field('record'), `${what}: record`));
  const alert = nonEmpty(reader.text(field('alert'), `${what}: alert`));
  if (record !== null && alert !== null) fault(alert, "only one of 'record' and 'alert' must be set");
  if (record === null && alert === null && reader.isMapping(node))
    fault(null, "one of 'record' or 'alert' must be set");
  const name = alert ?? record;

  const labels = readLabels(reader, field('labels'), `${what}: labels`);
  const annotations = readLabels(reader, field('annotations'), `${what}: annotations`, 'annotation');
  const holdMs = readDuration(reader, field('for'), `${what}: for`) ?? 0;
  const keepFiringMs = readDuration(reader, field('keep_firing_for'), `${what}: keep_firing_for`) ?? 0;
  if (record !== null && alert === null) {
    recordingFaults(
      record,
      fields,
      { for: holdMs, keep_firing_for: keepFiringMs, annotations: annotations.size },
      fault,
    );
  }

  const text = nonEmpty(reader.text(field('expr'), `${what}: expr`));
  if (text === null && reader.isMapping(node)) fault(name, "field 'expr' must be set in rule");
  const refuse = (refusal: Omit<RuleRefusal, 'group' | 'rule'>) =>
    context.refusals.push({ group: context.group, rule: name?.text ?? '', ...refusal });
  const query = text === null ? null : readQuery(text, what, reader, refuse);
  const all = new Map([...context.groupLabels, ...labels]);
  const templated = (texts: ReadonlyMap<string, PositionedText>, of: 'label' | 'annotation') =>
    [...texts].sort(byName).map(([key, source]) => readTemplate(key, source, of, what, reader, refuse));
  const templates = alert === null ? [] : templated(all, 'label');
  const notes = alert === null ? [] : templated(annotations, 'annotation');
  if (name === null || query === null) return null;

  const common = { name: name.text, place: name.placeAt(0), query };
  if (alert !== null) {
    const written = {
      hold: reader.text(field('for'), `${what}: for`),
      keepFiring: reader.text(field('keep_firing_for'), `${what}: keep_firing_for`),
    };
    return { kind: 'alert', ...common, holdMs, keepFiringMs, written, labels: templates, annotations: notes };
  }
  const fixed = [...all].sort(byName).map(([key, source]) => ({ name: key, value: source.text }));
  return { kind: 'recording', ...common, labels: fixed };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);
const nonEmpty = (text: PositionedText | null) => (text === null || text.text === '' ? null : text);

function recordingFaults(
  record: PositionedText,
  fields: ReadonlyMap<string, Field>,
  given: Readonly<Record<(typeof NOT_IN_RECORDING)[number], number>>,
  fault: (at: PositionedText | null, message: string) => void,
): void {
  for (const key of NOT_IN_RECORDING) {
    if (given[key] !== 0) fault(fields.get(key)?.key ?? record, `invalid field '${key}' in recording rule`);
  }
  if (/[{}]/.test(record.text)) {
    fault(record, `braces present in the recording rule name; should it be in expr?: ${record.text}`);
  }
}

/** Labels or annotations by name. */
export function readLabels(
  reader: YamlReader,
  node: Node | null,
  what: string,
  of: 'label' | 'annotation' = 'label',
): Map<string, PositionedText> {
  const labels = new Map<string, PositionedText>();
  for (const [name, { key, value }] of reader.fields(node, what, null)) {
    if (name === '' || /\p{Surrogate}/u.test(name) || (of === 'label' && name === '__name__')) {
      reader.fault(key.placeAt(0), 'prometheus/label', `${what}: invalid ${of} name: ${JSON.stringify(name)}`);
      continue;
    }
    labels.set(name, reader.text(value, `${what}.${name}`) ?? { text: '', placeAt: () => key.placeAt(0) });
  }
  return labels;
}

export function readDuration(reader: YamlReader, node: Node | null, what: string): number | null {
  const source = reader.text(node, what);
  if (source === null) return null;
  const parsed = parseDuration(source.text);
  if (parsed.kind === 'duration') return parsed.ms;
  const seconds = /^\d+(\.\d+)?$/.test(source.text) ? Number(source.text) * 1000 : Number.NaN;
  const hint =
    Number.isInteger(seconds) && seconds < 1e15 ? `in seconds: ${formatDuration(seconds)}` : 'such as 30s, 5m or 1h30m';
  reader.fault(source.placeAt(0), 'prometheus/duration', `${what}: ${parsed.message}`, hint);
  return null;
}

function readTemplate(
  name: string,
  source: PositionedText,
  of: 'label' | 'annotation',
  what: string,
  reader: YamlReader,
  refuse: (refusal: Omit<RuleRefusal, 'group' | 'rule'>) => void,
): TemplatedText {
  const parsed = parseTemplate(source.text);
  if (parsed.kind === 'parsed') return { name, source, template: parsed.template };
  const place = source.placeAt(parsed.offset);
  if (parsed.kind === 'invalid') {
    reader.fault(place, 'prometheus/template', `${what}: ${of} ${JSON.stringify(name)}: ${parsed.message}`);
  } else {
    // A label is part of what an alert is; an annotation only of what it says.
    refuse({ construct: 'template', what: parsed.what, message: parsed.message, place, stopsRule: of === 'label' });
  }
  return { name, source, template: null };
}
