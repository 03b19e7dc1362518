import type { Node } from 'yaml';
import { NO_LABELS } from '../../../../promql/labels.ts';
import { parseMetric } from '../../../../promql/series-notation/parse-series.ts';
import type { PositionedText } from '../reading/positioned-text.ts';
import { readQuery } from '../reading/read-query.ts';
import { readDuration, readLabels } from '../reading/read-rule.ts';
import type { YamlReader } from '../reading/yaml-reader.ts';
import { readNotation } from './read-input-series.ts';
import type { AlertCheck, ExpectedAlert, ExpectedSample, ExpressionCheck, Pairs } from './test-file.ts';

/** One item of `alert_rule_test`. */
export function readAlertCheck(reader: YamlReader, node: Node, what: string): AlertCheck[] {
  const fields = reader.fields(node, what, ['eval_time', 'alertname', 'exp_alerts']);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const atMs = readDuration(reader, field('eval_time'), `${what}.eval_time`) ?? 0;
  const alert = reader.text(field('alertname'), `${what}.alertname`);
  const expected = reader
    .items(field('exp_alerts'), `${what}.exp_alerts`)
    .map((item, i) => readExpectedAlert(reader, item, `${what}.exp_alerts[${i}]`, alert?.text ?? ''));
  const place = reader.placeOf(node);
  if (alert !== null && alert.text !== '') return [{ place, atMs, alert: alert.text, expected }];
  reader.fault(place, 'prometheus/test', `${what}: misses required attribute alertname`);
  return [];
}

function readExpectedAlert(reader: YamlReader, node: Node, what: string, alert: string): ExpectedAlert {
  const fields = reader.fields(node, what, ['exp_labels', 'exp_annotations']);
  const pairs = (name: string, of: 'label' | 'annotation') =>
    [...readLabels(reader, fields.get(name)?.value ?? null, `${what}.${name}`, of)].map(
      ([key, { text }]): [string, string] => [key, text],
    );
  return {
    labels: byName([...pairs('exp_labels', 'label').filter(([name]) => name !== 'alertname'), ['alertname', alert]]),
    annotations: byName(pairs('exp_annotations', 'annotation')),
  };
}

const byName = (pairs: Pairs): Pairs => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));

/** One item of `promql_expr_test`. */
export function readExpressionCheck(reader: YamlReader, node: Node, what: string): ExpressionCheck[] {
  const fields = reader.fields(node, what, ['expr', 'eval_time', 'exp_samples']);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const place = reader.placeOf(node);
  const atMs = readDuration(reader, field('eval_time'), `${what}.eval_time`) ?? 0;
  const text = reader.text(field('expr'), `${what}.expr`);
  const expected = reader
    .items(field('exp_samples'), `${what}.exp_samples`)
    .flatMap((item, i) => readSample(reader, item, `${what}.exp_samples[${i}]`));
  if (text === null) reader.fault(place, 'document/missing-key', `${what}.expr: missing; expected an expression`);
  // What is refused is reported where it is checked.
  const query = text === null ? null : readQuery(text, `${what}.expr`, reader, () => {});
  return query === null ? [] : [{ place, atMs, query, expected }];
}

function readSample(reader: YamlReader, node: Node, what: string): ExpectedSample[] {
  const fields = reader.fields(node, what, ['labels', 'value', 'histogram']);
  const field = (name: string) => reader.text(fields.get(name)?.value ?? null, `${what}.${name}`);
  const source = field('labels');
  const isBare = source === null || source.text === '' || source.text === '{}';
  const labels = isBare ? NO_LABELS : readNotation(reader, source, `${what}.labels`, parseMetric);
  const histogram = field('histogram');
  const value = readValue(reader, field('value'), `${what}.value`);
  if (labels === null || value === null) return [];
  if (histogram !== null && histogram.text !== '') return [{ kind: 'histogram', labels, text: histogram.text }];
  return [{ kind: 'float', labels, value }];
}

const NAMED: Readonly<Record<string, number>> = {
  '.inf': Number.POSITIVE_INFINITY,
  '+.inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-.inf': Number.NEGATIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '.nan': Number.NaN,
  nan: Number.NaN,
};

/** 0 where none is given, as in Go. */
function readValue(reader: YamlReader, source: PositionedText | null, what: string): number | null {
  if (source === null) return 0;
  const named = NAMED[source.text.toLowerCase()];
  if (named !== undefined) return named;
  const value = Number(source.text.replaceAll('_', ''));
  if (source.text !== '' && !Number.isNaN(value)) return value;
  reader.fault(source.placeAt(0), 'document/value', `${what}: expected a number, got ${JSON.stringify(source.text)}`);
  return null;
}
