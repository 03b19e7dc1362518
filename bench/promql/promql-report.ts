import { cpus, loadavg } from 'node:os';
import type { BenchReport } from '../bench-value.ts';
import { alertSection } from './alert-section.ts';
import { growthTable } from './growth.ts';
import { type OneCore, takeOneCore } from './one-core.ts';
import { prometheusSection } from './prometheus-section.ts';
import { makeRecordings } from './recordings.ts';

/** How fast PromQL is evaluated: real alerts by the second, and in turns with a real Prometheus on the same samples. */
export const promqlReport: BenchReport = {
  name: 'promql',
  claims:
    'over a day at 15 s of 1,000 series, queries of rates and aggregates take at most three times what the engine of Prometheus takes on one core, with the same results',
  async report(progress) {
    const core = takeOneCore();
    try {
      progress('recordings');
      const recordings = await makeRecordings();
      const sections = [
        machine(core),
        `### Alerts\n\n${alertSection(recordings, progress)}`,
        `### In turns with Prometheus\n\n${await prometheusSection(recordings, core.command, progress)}`,
        `### Growth\n\n${growthTable(progress)}`,
      ];
      return sections.join('\n\n');
    } finally {
      core.release();
    }
  },
};

function machine(core: OneCore | { readonly kind: 'free' }): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const load = loadavg()[0]!;
  const where =
    core.kind === 'pinned'
      ? `Everything ran on core ${core.core}, this process with all its threads and Prometheus alike.`
      : 'There is no taskset here, so this process has all cores; Prometheus has GOMAXPROCS=1.';
  return `${cpus().length} × ${processor}; load ${load.toFixed(1)} at the start: ${load > 0.5 ? 'shared with other work' : 'idle'}. ${where} Read the ratios.`;
}
