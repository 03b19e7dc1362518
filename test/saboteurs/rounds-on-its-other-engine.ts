import type { Contender } from '../../src/contenders/contract.ts';
import { observeAll } from '../../src/replay/replay.ts';
import type { Recording } from '../../src/telemetry/recording.ts';
import { rescored, withWatcher } from './sin.ts';

/** What it says on its other engine is half a percent too high. */
export const roundsOnItsOtherEngine = (): Contender =>
  withWatcher('rounds-on-its-other-engine', (watcher) => ({
    ...watcher,
    onOtherEngine: async () => {
      const other = await watcher.onOtherEngine();
      return {
        ...other,
        replayAll: (recording: Recording) =>
          observeAll(other, recording).map((verdict) => rescored(verdict, (score) => score * 1.005)),
      };
    },
  }));
