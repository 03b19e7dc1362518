import type { Peer } from './peer.ts';
import { processorTime, type Timed } from './processor-time.ts';

/** The same job on both sides, from the same bytes to the same figures. */
export interface Comparison {
  readonly name: string;
  readonly ours: () => number[] | Promise<number[]>;
  readonly peer: () => Promise<Peer>;
  /** Times as fast as the peer it is meant to be; null: no target. */
  readonly target: number | null;
}

export interface Compared {
  readonly name: string;
  readonly target: number | null;
  readonly ours: Timed<number[]>;
  readonly peer: Peer;
}

export async function compare({ name, ours, peer, target }: Comparison): Promise<Compared> {
  return { name, target, ours: await processorTime(ours), peer: await peer() };
}

export function comparisonTable(rows: readonly Compared[]): string {
  const lines = rows.map(({ name, target, ours, peer }) => [
    name,
    duration(ours.seconds),
    peerTime(peer),
    ratioText(ours, peer),
    target === null ? '' : `${target}`,
    agreement(ours.value, peer),
  ]);
  return table(['', 'watchbench', 'peer', 'times as fast', 'target', 'figures differ by at most'], lines);
}

const ratioText = (ours: Timed<unknown>, peer: Peer): string => {
  if (peer.kind === 'not-run') return '';
  const ratio = short(peer.seconds / ours.seconds);
  return peer.kind === 'too-slow' ? `more than ${ratio}` : ratio;
};

function peerTime(peer: Peer): string {
  if (peer.kind === 'not-run') return `not run: ${peer.reason}`;
  if (peer.kind === 'too-slow') return `stopped after ${peer.seconds} s`;
  const versions = Object.entries(peer.versions).map(([name, version]) => `${name} ${version}`);
  return `${duration(peer.seconds)} (${versions.join(', ')})`;
}

function agreement(ours: readonly number[], peer: Peer): string {
  if (peer.kind !== 'ran') return '';
  const theirs = [peer.figure].flat() as number[];
  const worst = Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)));
  return worst === 0 ? '0' : worst.toExponential(0);
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const short = (value: number): string => String(Number(value.toPrecision(value >= 1000 ? 4 : 3)));

export function duration(seconds: number): string {
  if (seconds >= 1) return `${short(seconds)} s`;
  return seconds >= 1e-3 ? `${short(seconds * 1e3)} ms` : `${short(seconds * 1e6)} µs`;
}
