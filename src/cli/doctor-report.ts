import pc from 'picocolors';
import { formatDuration } from '../duration.ts';
import type { TimerFacts } from '../latency/clock.ts';
import type { Environment } from '../record/schema.ts';
import type { MachineNoise } from './machine-noise.ts';

/** What `doctor --json` prints. */
export interface DoctorReport {
  readonly environment: Environment;
  readonly nativeCache: { readonly folder: string; readonly exists: boolean };
  readonly timer: TimerFacts;
  readonly noise: MachineNoise;
}

/** A worst repeat this many times the median means something else was running. */
const RESTLESS_RATIO = 3;

/** For a person: what is there, what is not and why, and what a time measured here is worth. */
export function formatDoctor({ environment, nativeCache, timer, noise }: DoctorReport, color: boolean): string {
  const paint = pc.createColors(color);
  const section = (title: string, rows: readonly (readonly [string, string])[]) => [
    paint.bold(title),
    ...rows.map(([name, text]) => `  ${name.padEnd(Math.max(...rows.map(([other]) => other.length)))}  ${text}`),
    '',
  ];
  const { measurement } = environment;
  return [
    ...section('Machine', [
      ['watchbench', environment.watchbench],
      ['node', `${environment.node} (V8 ${environment.v8})`],
      ['platform', `${environment.platform} ${environment.arch}`],
      ['processor', `${environment.cores} × ${environment.cpu}`],
      ['memory', `${(measurement.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
      ['load', `${measurement.loadAverage.toFixed(2)} over the last minute`],
    ]),
    ...section(
      'TensorFlow.js backends',
      environment.backends.map(({ name, available, detail }) => [
        name,
        available ? `${paint.green('available')}  ${detail}` : `${paint.yellow('not available')}  ${detail}`,
      ]),
    ),
    ...section('Native libraries', [[nativeCache.exists ? 'cached in' : 'would be cached in', nativeCache.folder]]),
    ...section('Pinned before native TensorFlow is loaded', Object.entries(environment.pins)),
    ...section('Packages', Object.entries(environment.packages)),
    ...section('Time', [
      ['timer resolution', `${Math.round(timer.resolutionNs)} ns`],
      ['timer cost', `${Math.round(timer.costNs)} ns a reading`],
      [
        'noise',
        `median ${microseconds(noise.medianUs)}, MAD ${microseconds(noise.madUs)}, worst ${microseconds(noise.worstUs)} ` +
          `over ${noise.repeats} repeats (${noise.workload})`,
      ],
      ['', noiseSentence(noise)],
    ]),
  ].join('\n');
}

const microseconds = (us: number): string =>
  us < 10_000 ? `${Math.round(us)} µs` : formatDuration(Math.round(us / 1000));

function noiseSentence({ medianUs, worstUs }: MachineNoise): string {
  const ratio = worstUs / medianUs;
  const times = `the worst repeat took ${ratio.toFixed(1)} times the median`;
  return ratio > RESTLESS_RATIO ? `${times}: other work ran beside it, so read high percentiles with care` : times;
}
