import { type Channel, type Recording, rowCount } from '../../telemetry/recording.ts';
import {
  backendOf,
  type CountsTensors,
  type NamesBackend,
  type Observation,
  type Verdict,
  type Watcher,
} from '../contract.ts';
import { decodeState, encodeState, type State } from '../state-codec.ts';
import type { Decision, Side } from './hybrid-kind.ts';

export type WatchingParts = Readonly<Record<Side, Watcher & Partial<CountsTensors & NamesBackend>>>;

interface SessionState {
  readonly rules: Uint8Array;
  readonly model: Uint8Array;
  readonly decision: State;
}

/**
 * Two watchers as one: each part sees every observation exactly once, in the order given. It counts tensors, names its
 * engine and replays faster than row by row where one of its parts does.
 */
export function hybridWatcher(of: {
  readonly parts: WatchingParts;
  readonly artefact: Uint8Array;
  readonly open: (channels: readonly Channel[], from: State | undefined) => Decision;
}): Watcher & Partial<CountsTensors & NamesBackend> {
  const { parts, artefact, open } = of;
  let isDisposed = false;
  const guard = () => {
    if (isDisposed) throw new Error('the watcher was disposed of');
  };
  const backend = backendOf(parts.model) ?? backendOf(parts.rules);
  const counting = [parts.model, parts.rules].find((part) => part.liveTensorCount !== undefined);
  const isFaster = parts.model.replayAll !== undefined || parts.rules.replayAll !== undefined;
  return {
    open(channels, from) {
      guard();
      const saved = from && (decodeState(from) as unknown as SessionState);
      const rules = parts.rules.open(channels, saved?.rules);
      const model = parts.model.open(channels, saved?.model);
      const decision = open(channels, saved?.decision);
      return {
        observe(at) {
          guard();
          return decision.decide(at, { rules: rules.observe(at), model: model.observe(at) });
        },
        snapshot: () => encodeState({ rules: rules.snapshot(), model: model.snapshot(), decision: decision.state() }),
      };
    },
    ...(isFaster && {
      replayAll(recording: Recording) {
        guard();
        const rules = replayPart(parts.rules, recording);
        const model = replayPart(parts.model, recording);
        const decision = open(recording.channels, undefined);
        return rowByRow(recording, (at, row) => decision.decide(at, { rules: rules[row]!, model: model[row]! }));
      },
    }),
    artefact: () => artefact.slice(),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      parts.rules.dispose();
      parts.model.dispose();
    },
    ...(backend !== null && { backend }),
    ...(counting !== undefined && { liveTensorCount: () => counting.liveTensorCount!() }),
  };
}

function replayPart(part: Watcher, recording: Recording): readonly Verdict[] {
  if (part.replayAll !== undefined) return part.replayAll(recording);
  const session = part.open(recording.channels);
  return rowByRow(recording, (at) => session.observe(at));
}

function rowByRow(recording: Recording, verdictOn: (at: Observation, row: number) => Verdict): Verdict[] {
  const { columns, timestampsMs } = recording;
  const values = new Float64Array(columns.length);
  const verdicts: Verdict[] = [];
  for (let row = 0; row < rowCount(recording); row++) {
    for (let c = 0; c < values.length; c++) values[c] = columns[c]![row]!;
    verdicts.push(verdictOn({ timestampMs: timestampsMs[row]!, values }, row));
  }
  return verdicts;
}
