import { execFile } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';

const PEERS = fileURLToPath(new URL('../peers', import.meta.url));
/** A peer that takes more processor time stops itself (`bench/peers/timed.py`), and its ratio is a lower bound. */
export const PEER_LIMIT_SECONDS = 300;
/** On a crowded machine processor time takes longer; beyond this something hangs. */
const HUNG_MS = 3_600_000;

export type Peer =
  | {
      readonly kind: 'ran';
      readonly seconds: number;
      readonly figure: unknown;
      readonly versions: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'too-slow'; readonly seconds: number }
  | { readonly kind: 'not-run'; readonly reason: string };

/** Runs `bench/peers/SCRIPT.py` with the Python of WATCHBENCH_PEERS_PYTHON, or `python3`. */
export function runPeer(script: string, args: readonly string[]): Promise<Peer> {
  const given = process.env.WATCHBENCH_PEERS_PYTHON;
  // A path counts from here, not from where the scripts lie.
  const python = given === undefined ? 'python3' : given.includes('/') ? resolvePath(given) : given;
  // One thread, as on the other side.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const options = { cwd: PEERS, env, timeout: HUNG_MS, maxBuffer: 1e8 };
  return new Promise((resolve) => {
    execFile(python, [`${script}.py`, ...args], options, (error, out, err) => {
      if (error?.signal === 'SIGXCPU') return resolve({ kind: 'too-slow', seconds: PEER_LIMIT_SECONDS });
      if (error !== null) return resolve({ kind: 'not-run', reason: lastLine(err) || error.message });
      const said = JSON.parse(lastLine(out)) as {
        missing?: string;
        seconds: number;
        figure: unknown;
        versions: Record<string, string>;
      };
      resolve(said.missing === undefined ? { kind: 'ran', ...said } : { kind: 'not-run', reason: said.missing });
    });
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
