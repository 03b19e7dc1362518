import type { Node } from 'yaml';
import {
  parseMetric,
  parseSeriesValues,
  type SeriesOutcome,
  type StepRoom,
} from '../../../../promql/series-notation/parse-series.ts';
import type { PositionedText } from '../reading/positioned-text.ts';
import type { YamlReader } from '../reading/yaml-reader.ts';
import type { RuleTest } from './test-file.ts';

/** `series:` and `values:` of one input series; none where something is wrong with it. @param room of the whole file */
export function readInputSeries(reader: YamlReader, node: Node, what: string, room: StepRoom): RuleTest['series'] {
  const fields = reader.fields(node, what, ['series', 'values']);
  const series = reader.text(fields.get('series')?.value ?? null, `${what}.series`);
  const values = reader.text(fields.get('values')?.value ?? null, `${what}.values`);
  if (series === null) {
    reader.fault(reader.placeOf(node), 'document/missing-key', `${what}.series: missing; expected a metric`);
  }
  const labels = series === null ? null : readNotation(reader, series, `${what}.series`, parseMetric);
  const row = readNotation(reader, values ?? NO_VALUES, `${what}.values`, (text) => parseSeriesValues(text, room));
  return labels === null || row === null ? [] : [{ labels, values: row }];
}

const NO_VALUES: PositionedText = { text: '', placeAt: () => ({ file: '' }) };

/** Series notation at its place in the YAML. */
export function readNotation<T>(
  reader: YamlReader,
  source: PositionedText,
  what: string,
  parse: (text: string) => SeriesOutcome<T>,
): T | null {
  const parsed = parse(source.text);
  if (parsed.kind === 'parsed') return parsed.value;
  reader.fault(source.placeAt(parsed.offset), 'prometheus/test', `${what}: ${parsed.message}`);
  return null;
}
