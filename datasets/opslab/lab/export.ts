import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sha256 } from '../../../src/digest.ts';
import { pack } from '../../../src/telemetry/pack.ts';
import { packRawSeries } from '../../../src/telemetry/raw-series-file.ts';
import { writeCsv } from '../../../src/telemetry/write-csv.ts';
import { CURATED, isCurated } from './export/curated.ts';
import { featureTable } from './export/feature-table.ts';
import { remoteRead } from './export/remote-read.ts';
import { startReadingPrometheus } from './parts/prometheus.ts';
import { FIRST_PORT, portsFrom } from './ports.ts';
import { openSupervisor } from './process/supervisor.ts';
import { readRecorded, truthText } from './truth/recorded.ts';

/**
 * Turns one recording into files of the dataset, all but its labels: `node --import tsx datasets/opslab/lab/export.ts
 * recordings/test-a --out datasets/opslab`. The same recording gives the same bytes.
 */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    'first-port': { type: 'string', default: String(FIRST_PORT) },
  },
});
const [folder] = positionals;
if (folder === undefined || flags.out === undefined) {
  process.stderr.write('opslab: export.ts <recording folder> --out <folder>\n');
  process.exit(2);
}

interface Provenance {
  readonly run: string;
  readonly leadInMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

const out = resolve(flags.out);
mkdirSync(out, { recursive: true });
const provenance = JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8')) as Provenance;
const { run, leadInMs, startMs, endMs } = provenance;
const series = (await readSeries(resolve(folder, 'prometheus'))).filter(({ labels }) => isCurated(labels));
const table = featureTable(run, series, startMs, endMs);
put(`${run}.series.jsonl.gz`, packRawSeries({ recording: run, series }));
put(`${run}.csv.gz`, pack(writeCsv(table)));
const truthFile = pack(truthText(readRecorded(folder)));
put(`${run}.truth.jsonl.gz`, truthFile);
const checked = { ...provenance, series: series.length, truthSha256: sha256(truthFile).slice('sha256:'.length) };
put(`${run}.provenance.json`, `${JSON.stringify(checked, null, 2)}\n`);

/** A Prometheus is started over the recorded data only to be asked for them. */
async function readSeries(data: string) {
  const work = mkdtempSync(join(tmpdir(), 'opslab-export-'));
  const supervisor = openSupervisor(work, 1);
  const kill = (): void => supervisor.killAll();
  process.on('exit', kill);
  const { prometheus: port } = portsFrom(Number(flags['first-port']));
  try {
    await startReadingPrometheus(supervisor, work, data, port);
    const names = CURATED.map(({ name }) => name);
    return await remoteRead(`http://127.0.0.1:${port}`, names, startMs - leadInMs, endMs);
  } finally {
    await supervisor.stopAll();
    process.off('exit', kill);
    rmSync(work, { recursive: true, force: true });
  }
}

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(join(out, name), content);
  process.stderr.write(`${join(out, name)}: ${content.length} bytes\n`);
}
