import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Session, Watcher } from '../contenders/contract.ts';

export interface Memory {
  /** JS heap and the array buffers it owns; what WebAssembly and native code hold outside them shows in `rssBytes` alone. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** What is still reachable: the garbage is collected first. */
export function settledMemory(): Memory {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapBytes: heapUsed + external, rssBytes: rss };
}

/** Twice: finalisers of the first round free what the second collects. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
}

export interface MemoryReading {
  /** Growth since `before`: the trained watcher and one session in use. Can be negative when unrelated memory went. */
  readonly heapDeltaBytes: number;
  readonly rssBytes: number;
  readonly snapshotBytes: number;
  readonly artefactBytes: number;
}

export function readMemory(before: Memory, watcher: Watcher, session: Session): MemoryReading {
  const after = settledMemory();
  return {
    heapDeltaBytes: after.heapBytes - before.heapBytes,
    rssBytes: after.rssBytes,
    snapshotBytes: session.snapshot().byteLength,
    artefactBytes: watcher.artefact().byteLength,
  };
}
