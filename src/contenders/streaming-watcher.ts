import type { Channel } from '../telemetry/recording.ts';
import type { Observation, Verdict, Watcher } from './contract.ts';
import { decodeState, encodeState, type State } from './state-codec.ts';

/** A session that can say all it remembers as plain state. */
export interface Stream {
  observe(at: Observation): Verdict;
  /** Everything needed to go on from here. May share memory with the stream: it is encoded at once. */
  state(): State;
}

/**
 * A watcher out of what was learned and a way to open a stream on it. It holds nothing but plain memory, so disposing
 * it only guards against use afterwards.
 */
export function streamingWatcher(
  learned: State,
  open: (channels: readonly Channel[], from: State | undefined) => Stream,
): Watcher {
  let disposed = false;
  const artefact = encodeState(learned);
  return {
    open(channels, from) {
      if (disposed) throw new Error('the watcher was disposed of');
      const stream = open(channels, from === undefined ? undefined : decodeState(from));
      return { observe: (at) => stream.observe(at), snapshot: () => encodeState(stream.state()) };
    },
    artefact: () => artefact.slice(),
    dispose() {
      disposed = true;
    },
  };
}
