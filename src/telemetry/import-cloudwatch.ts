import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256 } from '../digest.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { readJsonDocuments } from './cloudwatch/json-documents.ts';
import { seriesSet } from './cloudwatch/metric-series.ts';
import { type QueryLabels, readMetricData, readQueryLabels } from './cloudwatch/read-metric-data.ts';
import { readMetricStatistics } from './cloudwatch/read-metric-statistics.ts';
import { toRecording } from './cloudwatch/to-recording.ts';
import { collectFaults } from './collect-faults.ts';
import type { Dataset } from './dataset.ts';
import { extentOf } from './extent.ts';
import { TRAIN_SHARE } from './import-csv.ts';
import { readIncidents } from './incidents.ts';
import { faultAt, type PositionedDocument } from './positioned-document.ts';
import { channelName, rowCount } from './recording.ts';

export interface CloudwatchSource {
  /** Answers of `get-metric-data` and `get-metric-statistics`; pages as files or one after the other in a file. */
  readonly files: readonly [string, ...string[]];
  /** The queries that were asked: names, dimensions and statistics of the ids of `get-metric-data`. */
  readonly queriesFile?: string;
  /** A series that is not complete is refused, or taken and named in the source of the dataset. Default `refuse`. */
  readonly partial?: 'refuse' | 'flag';
  /** Tells answers of `get-metric-statistics` apart by their file, for metrics of one name. Default false. */
  readonly byFile?: boolean;
  /** Labels of the one recording, which is called like the dataset. */
  readonly incidentsFile?: string;
  /** Share of the rows that is learned from and not judged. Default {@link TRAIN_SHARE}. */
  readonly trainShare?: number;
  /** Name of the dataset and of its recording. Default: that of the first file, without `.json`. */
  readonly name?: string;
}

/**
 * Exported CloudWatch metrics as a dataset of one recording. A row is stamped with the start of its period, as
 * CloudWatch does; a period without data is a row without readings.
 * @throws InputError with the faults of all files: `document/...`, `cloudwatch/pairs`, `cloudwatch/time`,
 * `cloudwatch/two-values`, `cloudwatch/unit`, `cloudwatch/partial-data`, `cloudwatch/status`, `cloudwatch/more-pages`,
 * `cloudwatch/format`, `cloudwatch/empty`, `incidents/...`, `csv/too-short`
 */
export async function importCloudwatch(source: CloudwatchSource): Promise<Dataset> {
  const { files, queriesFile, partial = 'refuse', byFile = false, trainShare = TRAIN_SHARE } = source;
  const name = source.name ?? basename(files[0]).replace(/\.json$/i, '');
  const faults: Fault[] = [];
  const documents: PositionedDocument[] = [];
  for (const file of files) documents.push(...((await collectFaults(faults, () => readJsonDocuments(file))) ?? []));
  const queries: QueryLabels =
    queriesFile === undefined
      ? new Map()
      : ((await collectFaults(faults, () => readQueryLabels(queriesFile))) ?? new Map());
  const set = seriesSet(faults);
  const pages: PositionedDocument[] = [];
  for (const document of documents) {
    if (has(document, 'MetricDataResults')) pages.push(document);
    else if (has(document, 'Datapoints')) {
      await collectFaults(faults, () => readMetricStatistics(document, set, byFile));
    } else {
      const message = 'expected an answer of get-metric-data (MetricDataResults) or get-metric-statistics (Datapoints)';
      faults.push(faultAt(document, [], 'cloudwatch/format', message));
    }
  }
  const flagged = (await collectFaults(faults, () => readMetricData(pages, set, { queries, partial }, faults))) ?? [];
  throwIfAny(faults);
  const all = [...set.series.values()];
  if (all.length === 0) throw InputError.of('cloudwatch/empty', 'there is no data point in it', { file: files[0] });
  checkNames(
    all.map(({ labels }) => channelName({ labels, unit: '1', kind: 'gauge' })),
    files[0],
  );
  const recording = toRecording(name, all, files[0]);
  const labels =
    source.incidentsFile === undefined
      ? undefined
      : (await readIncidents(source.incidentsFile, new Map([[name, extentOf(recording)]]))).get(name);
  const rows = rowCount(recording);
  const scoredFromRow = Math.round(rows * trainShare);
  if (scoredFromRow === 0 || scoredFromRow === rows) {
    const message = `${rows} rows are too few to learn from ${trainShare * 100} % of them and judge the rest`;
    throw InputError.of('csv/too-short', message, { file: files[0] });
  }
  const shown = files.map((file) => basename(file)).join(', ');
  return {
    name,
    title: name,
    licence: 'unknown',
    source: flagged.length === 0 ? shown : `${shown}; not complete (PartialData): ${flagged.join(', ')}`,
    digest: await digestOf(source),
    channels: recording.channels,
    recordings: [
      {
        recording,
        incidents: labels?.incidents ?? [],
        benign: labels?.benign ?? [],
        role: 'train-then-test',
        group: name,
        scoredFromRow,
      },
    ],
    rulesFile: null,
  };
}

const has = ({ value }: PositionedDocument, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/** Two ids whose queries ask for the same metric and statistic. */
function checkNames(names: readonly string[], file: string): void {
  throwIfAny(
    [...new Set(names.filter((name, i) => names.indexOf(name) < i))].map((name) => ({
      code: 'cloudwatch/two-series',
      message: `two series would both be channel ${JSON.stringify(name)}`,
      place: { file },
    })),
  );
}

/** Over the files as they are and the options that decide what is read from them. */
async function digestOf({
  files,
  queriesFile,
  incidentsFile,
  name: _name,
  ...options
}: CloudwatchSource): Promise<string> {
  const read = [...files, ...[queriesFile, incidentsFile].filter((file) => file !== undefined)];
  const digests = await Promise.all(read.map(async (file) => sha256(await readFile(file))));
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify({ ids: files.map((file) => basename(file)), digests, options: sorted }));
}
