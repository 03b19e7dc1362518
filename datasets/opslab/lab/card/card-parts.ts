import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../../../../src/telemetry/dataset.ts';
import { summariseDataset } from '../../../../src/telemetry/dataset-summary.ts';
import { time } from '../../../../src/views/format.ts';
import { STRENGTHS } from '../faults/fault.ts';
import { FAULTS } from '../faults/faults.ts';
import type { Disturbance } from '../record/disturbance.ts';
import { table } from './markdown-table.ts';

interface Provenance {
  readonly run: string;
  readonly seed: number;
  readonly startHour: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly disturbance: Disturbance;
}

interface LabelledEntry {
  readonly id: string;
  readonly recording: string;
  readonly start: string;
  readonly end: string;
  readonly kind: string;
  readonly strength?: string;
  readonly basis?: string;
  readonly shownBy: readonly string[];
}

interface Labels {
  readonly incidents: readonly LabelledEntry[];
  readonly benign: readonly LabelledEntry[];
}

/** The parts of the data card that the files themselves tell, by the name of their place in it. */
export function cardParts(folder: string, dataset: Dataset): Readonly<Record<string, string>> {
  const provenance = dataset.recordings.map(
    ({ recording }) => JSON.parse(readFileSync(join(folder, `${recording.id}.provenance.json`), 'utf8')) as Provenance,
  );
  const labels = JSON.parse(readFileSync(join(folder, 'incidents.json'), 'utf8')) as Labels;
  return {
    recordings: recordingsTable(dataset, provenance),
    incidents: incidentsTable(labels),
    'not-caused': notCaused(labels),
    quiet: quietTable(provenance),
    versions: versionsTable(provenance),
  };
}

function recordingsTable(dataset: Dataset, provenance: readonly Provenance[]): string {
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  return table(
    [
      'recording',
      'for',
      'seed',
      'begins at',
      'recorded (UTC)',
      'rows',
      'series',
      'samples',
      'incidents',
      'look-alikes',
      'alerts fired',
    ],
    summariseDataset(dataset).recordings.map((one, i) => [
      one.id,
      one.role,
      provenance[i]!.seed,
      `hour ${provenance[i]!.startHour}`,
      `${time(one.startMs)} to ${time(one.endMs)}`,
      one.rows,
      one.rawSeries?.series ?? 0,
      one.rawSeries?.samples ?? 0,
      sum(one.incidentsByKind),
      sum(one.benignByKind),
      one.rawSeries?.alertsFired ?? 0,
    ]),
  );
}

/** Kind by strength: in which recording, what the label rests on and how long it lasted. */
function incidentsTable({ incidents, benign }: Labels): string {
  const of = (kind: string, strength: string) => [
    ...incidents
      .filter((one) => one.kind === kind && one.strength === strength)
      .map(
        (one) =>
          `${one.recording}: ${one.basis}, ${secondsOf(one)} s${one.shownBy.length === 0 ? ', no column shows it' : ''}`,
      ),
    ...benign
      .filter((one) => one.kind === `harmless-${kind}` && one.strength === strength)
      .map((one) => `${one.recording}: harmless`),
  ];
  return table(
    ['kind', ...STRENGTHS, 'incidents'],
    FAULTS.map(({ kind }) => [
      kind,
      ...STRENGTHS.map((strength) => of(kind, strength).join('; ')),
      incidents.filter((one) => one.kind === kind).length,
    ]),
  );
}

/** Incidents that nobody caused, one line each. */
function notCaused({ incidents }: Labels): string {
  const unplanned = incidents.filter(({ kind }) => kind === 'unplanned');
  if (unplanned.length === 0) return 'None of the recordings has an incident of kind `unplanned`.';
  return table(
    ['unplanned', 'from', 'seconds'],
    unplanned.map((one) => [one.id, one.start, secondsOf(one)]),
  );
}

const secondsOf = ({ start, end }: LabelledEntry): number => Math.round((Date.parse(end) - Date.parse(start)) / 1000);

function quietTable(provenance: readonly Provenance[]): string {
  return table(
    [
      'recording',
      'cores used by others: mean',
      '95 % of seconds below',
      'most',
      'seconds above 0.4',
      'the lab itself: mean',
      'most',
    ],
    provenance.map(({ run, disturbance: { outsideCores, labCores, disturbedSeconds } }) => [
      run,
      outsideCores.mean,
      outsideCores.p95,
      outsideCores.max,
      disturbedSeconds,
      labCores.mean,
      labCores.max,
    ]),
  );
}

/** One column where all recordings were made with the same, else the recordings that differ are named. */
function versionsTable(provenance: readonly Provenance[]): string {
  const names = [...new Set(provenance.flatMap(({ versions }) => Object.keys(versions)))];
  return table(
    ['part', 'version'],
    names.map((name) => {
      const all = provenance.map(({ run, versions }) => ({ run, version: versions[name] ?? 'not known' }));
      const distinct = new Set(all.map(({ version }) => version));
      return [
        name,
        distinct.size === 1 ? all[0]!.version : all.map(({ run, version }) => `${run}: ${version}`).join('; '),
      ];
    }),
  );
}
