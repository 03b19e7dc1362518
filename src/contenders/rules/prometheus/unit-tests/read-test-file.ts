import type { Node } from 'yaml';
import type { Fault } from '../../../../faults.ts';
import { throwIfAny } from '../../../../faults.ts';
import { labelsOf } from '../../../../promql/labels.ts';
import { type StepRoom, stepRoom } from '../../../../promql/series-notation/parse-series.ts';
import { capFaults } from '../../../../telemetry/cap-faults.ts';
import { byPlace } from '../reading/by-place.ts';
import { fileText } from '../reading/positioned-text.ts';
import { readDuration, readLabels } from '../reading/read-rule.ts';
import { parseYamlDocuments } from '../reading/yaml-documents.ts';
import { type YamlReader, yamlReader } from '../reading/yaml-reader.ts';
import { readAlertCheck, readExpressionCheck } from './read-checks.ts';
import { readInputSeries } from './read-input-series.ts';
import type { RuleTest, RuleTestFile } from './test-file.ts';

const FILE_KEYS = ['rule_files', 'evaluation_interval', 'group_eval_order', 'fuzzy_compare', 'tests'];
const TEST_KEYS = [
  'name',
  'interval',
  'start_timestamp',
  'input_series',
  'alert_rule_test',
  'promql_expr_test',
  'external_labels',
  'external_url',
];
const DEFAULT_INTERVAL_MS = 60_000;
/** More evaluations than this in one test is a slip in an interval. */
const MOST_EVALUATIONS = 1_000_000;

/**
 * A unit test file of promtool. Rule files are not read here.
 * @throws InputError `document/…`, `prometheus/test`, `prometheus/expression`, `prometheus/duration`, `prometheus/label`
 */
export function parseTestFile(text: string, file: string): RuleTestFile {
  const faults: Fault[] = [];
  const within = fileText(file, text.startsWith('\ufeff') ? text.slice(1) : text);
  const [document, second] = parseYamlDocuments(within, faults);
  if (second?.root) {
    const place = within.placeAt(second.root.range![0]); // parsed nodes have ranges
    faults.push({ code: 'document/syntax', message: 'a second document; expected only one', place });
  }
  const read = document?.root ? readFileOf(yamlReader(document, faults), document.root, file) : emptyFile(file);
  throwIfAny(capFaults(faults.sort(byPlace), file));
  return read;
}

const emptyFile = (file: string): RuleTestFile => ({
  file,
  ruleFiles: [],
  intervalMs: DEFAULT_INTERVAL_MS,
  groupOrder: [],
  fuzzy: false,
  tests: [],
});

function readFileOf(reader: YamlReader, root: Node, file: string): RuleTestFile {
  const room = stepRoom();
  const fields = reader.fields(root, 'the test file', FILE_KEYS);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const texts = (name: string) =>
    reader.items(field(name), name).flatMap((item) => reader.text(item, `an item of ${name}`) ?? []);
  const intervalMs = readDuration(reader, field('evaluation_interval'), 'evaluation_interval') || DEFAULT_INTERVAL_MS;
  const order = texts('group_eval_order');
  order.forEach((name, i) => {
    if (order.findIndex((other) => other.text === name.text) === i) return;
    reader.fault(name.placeAt(0), 'prometheus/test', `group name repeated in evaluation order: ${name.text}`);
  });
  return {
    file,
    ruleFiles: texts('rule_files'),
    intervalMs,
    groupOrder: order.map(({ text }) => text),
    fuzzy: readFlag(reader, field('fuzzy_compare'), 'fuzzy_compare'),
    tests: reader.items(field('tests'), 'tests').map((item, i) => readTest(reader, item, i, intervalMs, room)),
  };
}

function readTest(reader: YamlReader, node: Node, index: number, intervalMs: number, room: StepRoom): RuleTest {
  const what = `tests[${index}]`;
  const fields = reader.fields(node, what, TEST_KEYS);
  const field = (name: string) => fields.get(name)?.value ?? null;
  const items = (name: string) => reader.items(field(name), `${what}.${name}`);
  const external = [...readLabels(reader, field('external_labels'), `${what}.external_labels`)];
  const test: RuleTest = {
    name: reader.text(field('name'), `${what}.name`)?.text || `unnamed#${index}`,
    place: reader.placeOf(node),
    stepMs: readDuration(reader, field('interval'), `${what}.interval`) || intervalMs,
    startMs: readStart(reader, field('start_timestamp'), `${what}.start_timestamp`),
    series: items('input_series').flatMap((item, i) =>
      readInputSeries(reader, item, `${what}.input_series[${i}]`, room),
    ),
    externalLabels: labelsOf(external.map(([name, { text }]): [string, string] => [name, text])),
    externalUrl: reader.text(field('external_url'), `${what}.external_url`)?.text ?? '',
    alertChecks: items('alert_rule_test').flatMap((item, i) =>
      readAlertCheck(reader, item, `${what}.alert_rule_test[${i}]`),
    ),
    expressionChecks: items('promql_expr_test').flatMap((item, i) =>
      readExpressionCheck(reader, item, `${what}.promql_expr_test[${i}]`),
    ),
  };
  for (const { atMs, place } of [...test.alertChecks, ...test.expressionChecks]) {
    if (atMs / intervalMs <= MOST_EVALUATIONS) continue;
    reader.fault(place, 'prometheus/test', `more than ${MOST_EVALUATIONS} evaluations of the rules before eval_time`);
  }
  return test;
}

function readFlag(reader: YamlReader, node: Node | null, what: string): boolean {
  const source = reader.text(node, what);
  if (source === null || /^(?:false|False|FALSE)$/.test(source.text)) return false;
  if (/^(?:true|True|TRUE)$/.test(source.text)) return true;
  reader.fault(
    source.placeAt(0),
    'document/value',
    `${what}: expected true or false, got ${JSON.stringify(source.text)}`,
  );
  return false;
}

/** Unix seconds, or a time as in RFC 3339. */
function readStart(reader: YamlReader, node: Node | null, what: string): number {
  const source = reader.text(node, what);
  if (source === null) return 0;
  const seconds = Number(source.text);
  if (source.text !== '' && Number.isFinite(seconds)) return Math.round(seconds * 1000);
  const atMs = /^\d{4}-\d\d-\d\d[Tt ]/.test(source.text) ? Date.parse(source.text) : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  const message = `${what}: expected seconds since 1970 or a time such as 2024-01-01T00:00:00Z, got ${JSON.stringify(source.text)}`;
  reader.fault(source.placeAt(0), 'document/value', message);
  return 0;
}
