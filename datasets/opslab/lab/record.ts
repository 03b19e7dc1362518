import { chmodSync, cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Lab, openLab } from './lab.ts';
import { openVolume } from './parts/volume.ts';
import { FIRST_PORT } from './ports.ts';
import { missingTools } from './process/tools.ts';
import { openCapacityGauges } from './record/capacity-second.ts';
import { type DisturbanceSecond, openDisturbanceGauge, summariseDisturbance } from './record/disturbance.ts';
import { startHousekeeping } from './record/housekeeping.ts';
import { RUNS, type Run, trialRun } from './record/runs.ts';
import { schedule } from './record/schedule.ts';
import { runSchedule } from './record/switches.ts';
import { versions } from './record/versions.ts';

/**
 * Makes one recording: `node --import tsx datasets/opslab/lab/record.ts --run test-a --out recordings`.
 * Leaves `<out>/<run>/` with Prometheus' own data, what users and the recorder saw, and what was switched when.
 */
const { values: flags } = parseArgs({
  options: {
    run: { type: 'string' },
    /** For `--run trial`: `kind` or `kind:strength`, separated by commas. */
    events: { type: 'string' },
    out: { type: 'string' },
    work: { type: 'string' },
    'first-port': { type: 'string', default: String(FIRST_PORT) },
  },
});

/** The processes that start last need as long. */
const START_MS = 4_000;
/** Users come and Prometheus scrapes so long before the recording begins; it is exported too, for rules and windows. */
const LEAD_IN_MS = 30_000;
/** The last seconds of requests, scrapes and rule evaluations. */
const TAIL_MS = 5_000;

const startedMs = Date.now();
const say = (line: string): void => {
  process.stderr.write(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(7)} s  ${line}\n`);
};

const run = chosenRun();
const missing = missingTools();
if (missing.length > 0) fail(`not installed: ${missing.join(', ')}; datasets/opslab/lab/install.sh installs them`);
if (flags.out === undefined) fail('--out names the folder to write to');
const out = join(resolve(flags.out), run.name);
const work = flags.work === undefined ? mkdtempSync(join(tmpdir(), 'opslab-')) : resolve(flags.work, run.name);
if (flags.work !== undefined) discardOldWork(work);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(work, { recursive: true });
// PostgreSQL's own user has to come through; a folder of mkdtemp is closed to it.
chmodSync(work, 0o755);

let lab: Lab | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    say(`${signal}: stopping`);
    void close().finally(() => process.exit(130));
  });
}
try {
  const isClean = await record(run);
  process.exitCode = isClean ? 0 : 3;
} catch (error) {
  say(`failed: ${(error as Error).stack}`);
  process.exitCode = 1;
} finally {
  await close();
}
process.exit();

async function record(run: Run): Promise<boolean> {
  const events = schedule(run.wishes, run);
  say(`${run.name}: ${run.durationS} s, ${events.length} events, in ${work}`);
  lab = await openLab({ folder: work, firstPort: Number(flags['first-port']), seed: run.seed, say });
  if (run.wishes.some(({ kind }) => kind === 'disk-filling') && !lab.volume.isMounted) {
    throw new Error('this machine permits no mount of a small volume, so disk-filling cannot happen');
  }
  const startAtMs = Math.ceil((Date.now() + START_MS + LEAD_IN_MS) / 1000) * 1000;
  const endAtMs = startAtMs + run.durationS * 1000;
  const load = lab.startLoad({
    beginAtMs: startAtMs - LEAD_IN_MS,
    startAtMs,
    startHour: run.startHour,
    outFile: join(out, 'users.jsonl'),
  });
  const stopHousekeeping = startHousekeeping(lab);
  const watching = watch(lab, startAtMs, endAtMs);
  await sleep(startAtMs - Date.now());
  say('recording');
  const switches = await runSchedule(lab, events, startAtMs, say);
  const disturbance = await watching;
  stopHousekeeping();
  await sleep(TAIL_MS);
  await load.stop(6_000);
  const summary = summariseDisturbance(disturbance);
  write('switches.json', switches);
  write('provenance.json', {
    run: run.name,
    seed: run.seed,
    leadInMs: LEAD_IN_MS,
    startMs: startAtMs,
    endMs: endAtMs,
    startHour: run.startHour,
    versions: versions(),
    disturbance: summary,
    deaths: lab.shops.deaths,
  });
  await close();
  cpSync(join(work, 'prometheus', 'data'), join(out, 'prometheus'), { recursive: true });
  rmSync(join(out, 'prometheus', 'lock'), { force: true });
  cpSync(join(work, 'logs'), join(out, 'logs'), { recursive: true });
  if (flags.work === undefined) rmSync(work, { recursive: true, force: true });
  const { outsideCores, stealCores, labCores } = summary;
  say(`lab: mean ${labCores.mean} cores, p95 ${labCores.p95}, max ${labCores.max}`);
  say(
    `others: mean ${outsideCores.mean} cores, p95 ${outsideCores.p95}, max ${outsideCores.max}; stolen: mean ${stealCores.mean}, max ${stealCores.max}; ${summary.disturbedSeconds} s disturbed`,
  );
  const troubled = switches.filter(({ trouble }) => trouble !== null);
  for (const { id, trouble } of troubled) say(`switching failed: ${id}: ${trouble}`);
  say(summary.isClean ? `CLEAN: ${out}` : `NOT CLEAN, somebody else used this machine: ${out}`);
  return summary.isClean && troubled.length === 0;
}

/** Writes down capacity and disturbance once a second until the end. */
async function watch(lab: Lab, startAtMs: number, endAtMs: number): Promise<DisturbanceSecond[]> {
  const capacity = createWriteStream(join(out, 'capacity.jsonl'));
  const others = createWriteStream(join(out, 'disturbance.jsonl'));
  const seconds: DisturbanceSecond[] = [];
  await sleep(startAtMs - Date.now());
  const measureCapacity = openCapacityGauges(lab);
  const measureOthers = openDisturbanceGauge(process.pid);
  const pending: Promise<void>[] = [];
  for (let atMs = startAtMs + 1000; atMs <= endAtMs; atMs += 1000) {
    await sleep(Math.max(0, atMs - Date.now()));
    const second = measureOthers();
    seconds.push(second);
    others.write(`${JSON.stringify(second)}\n`);
    pending.push(
      measureCapacity().then((measured) => {
        capacity.write(`${JSON.stringify(measured)}\n`);
      }),
    );
    if ((atMs - startAtMs) % 60_000 === 0) say(`minute ${(atMs - startAtMs) / 60_000} of ${run.durationS / 60}`);
  }
  await Promise.all(pending);
  capacity.end();
  others.end();
  return seconds;
}

/** What an earlier run left, its mount included should it have been killed outright. */
function discardOldWork(folder: string): void {
  openVolume(join(folder, 'receipts')).close();
  rmSync(folder, { recursive: true, force: true });
}

function write(name: string, value: unknown): void {
  writeFileSync(join(out, name), `${JSON.stringify(value, null, 2)}\n`);
}

async function close(): Promise<void> {
  const open = lab;
  lab = null;
  await open?.close();
}

function chosenRun(): Run {
  if (flags.run === 'trial')
    return trialRun(
      (flags.events ?? '').split(',').filter((name) => name !== ''),
      4601,
    );
  const known = RUNS.find(({ name }) => name === flags.run);
  return known ?? fail(`--run is one of ${RUNS.map(({ name }) => name).join(', ')}, trial`);
}

function fail(message: string): never {
  process.stderr.write(`opslab: ${message}\n`);
  process.exit(2);
}
