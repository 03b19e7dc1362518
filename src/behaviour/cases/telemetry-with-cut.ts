import fc from 'fast-check';
import { rowCount } from '../../telemetry/recording.ts';
import type { BehaviourCase, StudyContext } from '../property.ts';
import { anyTelemetry, caseOf } from './any-telemetry.ts';

/** Telemetry and a row number `cut` in 0..rows: rows before it are the start, the others the rest. */
export function telemetryWithCut(context: StudyContext): fc.Arbitrary<BehaviourCase> {
  // Drawn as a share, so that the cut and the length shrink apart.
  return fc.tuple(anyTelemetry(context), fc.nat({ max: 1000 })).map(([telemetry, permille]) => {
    const cut = Math.floor((rowCount(telemetry.recording) * permille) / 1000);
    return caseOf({ ...telemetry, story: [...telemetry.story, `cut after row ${cut}`] }, { cut });
  });
}
