import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { StepRange } from '../../src/promql/evaluate/steps.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import { writeOpenMetrics } from './open-metrics.ts';
import { type Answer, askRange } from './range-query.ts';

const run = promisify(execFile);
const READY_TRIES = 600;
const READY_WAIT_MS = 100;

export interface PrometheusServer {
  readonly version: string;
  /** @throws Error with the server's words where it has no answer */
  ask(query: string, range: StepRange, keepBody: boolean): Promise<Answer>;
  stop(): Promise<void>;
}

/** First line of `prometheus --version`; null where prometheus or promtool is not installed. */
export async function prometheusVersion(): Promise<string | null> {
  try {
    await run('promtool', ['--version']);
    const { stdout, stderr } = await run('prometheus', ['--version']);
    return (stdout + stderr).split('\n')[0]!;
  } catch {
    return null;
  }
}

/** A real Prometheus on loopback over blocks made of the recording, on one core: `pinned` goes before its command. */
export async function startPrometheus(
  recording: Iterable<SampleSeries>,
  pinned: readonly string[],
): Promise<PrometheusServer> {
  const version = await prometheusVersion();
  if (version === null) throw new Error('prometheus is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'watchbench-prometheus-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    await makeBlocks(recording, folder);
    return await serve(folder, version, pinned, removeFolder);
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

async function makeBlocks(recording: Iterable<SampleSeries>, folder: string): Promise<void> {
  const text = join(folder, 'recording.om');
  writeOpenMetrics(text, recording);
  // Reads the whole text once for every block, so the blocks are as long as they may be.
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=48h', text, join(folder, 'data')];
  await run('promtool', args, { maxBuffer: 1e8 });
  await unlink(text);
}

async function serve(
  folder: string,
  version: string,
  pinned: readonly string[],
  removeFolder: () => Promise<void>,
): Promise<PrometheusServer> {
  const config = join(folder, 'prometheus.yml');
  await writeFile(config, '{}\n');
  const address = `127.0.0.1:${await freePort()}`;
  const [command, ...args] = [
    ...pinned,
    'prometheus',
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=${address}`,
    '--query.timeout=20m',
    '--log.level=error',
  ] as const;
  const server = spawn(command!, args, {
    env: { ...process.env, GOMAXPROCS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
    server.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    await removeFolder();
  };
  for (let tries = 0; !(await isReady(address)); tries++) {
    if (server.exitCode !== null || tries === READY_TRIES) {
      await stop();
      throw new Error(`prometheus did not start: ${said}`);
    }
    await sleep(READY_WAIT_MS);
  }
  return { version, stop, ask: (query, range, keepBody) => askRange(address, query, range, keepBody) };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const isReady = (address: string): Promise<boolean> =>
  fetch(`http://${address}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
