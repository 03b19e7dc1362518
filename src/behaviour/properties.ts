import { batchEqualsOneByOne } from './properties/batch-equals-one-by-one.ts';
import { binaryScoresAreBinary } from './properties/binary-scores-are-binary.ts';
import { causesAreWellFormed } from './properties/causes-are-well-formed.ts';
import { compiledAgreesWithBackend } from './properties/compiled-agrees-with-backend.ts';
import { constantRecordingIsQuiet } from './properties/constant-recording-is-quiet.ts';
import { duplicateAndOutOfOrderTimestamps } from './properties/duplicate-and-out-of-order-timestamps.ts';
import { emptyOneRowAndShortRecordings } from './properties/empty-one-row-and-short-recordings.ts';
import { futureDoesNotChangeThePast } from './properties/future-does-not-change-the-past.ts';
import { inputsAreNotChanged } from './properties/inputs-are-not-changed.ts';
import { inputsAreNotKept } from './properties/inputs-are-not-kept.ts';
import { missingReadingsNeverReadAsQuiet } from './properties/missing-readings-never-read-as-quiet.ts';
import { obviousSpikeIsScoredAboveQuiet } from './properties/obvious-spike-is-scored-above-quiet.ts';
import { raisedThresholdGivesSubset } from './properties/raised-threshold-gives-subset.ts';
import { restoredEqualsFitted } from './properties/restored-equals-fitted.ts';
import { sameInputSameVerdicts } from './properties/same-input-same-verdicts.ts';
import { sameSeedSameVerdicts } from './properties/same-seed-same-verdicts.ts';
import { scaleInvariantAfterRefit } from './properties/scale-invariant-after-refit.ts';
import { scoresAreFiniteOrAbstained } from './properties/scores-are-finite-or-abstained.ts';
import { seedDoesNotMatter } from './properties/seed-does-not-matter.ts';
import { sessionsAreIndependent } from './properties/sessions-are-independent.ts';
import { shiftInvariantAfterRefit } from './properties/shift-invariant-after-refit.ts';
import { snapshotThenResumeEqualsUninterrupted } from './properties/snapshot-then-resume-equals-uninterrupted.ts';
import { tensorsAreReleased } from './properties/tensors-are-released.ts';
import { timeShiftInvariant } from './properties/time-shift-invariant.ts';
import { trainingIsNotChanged } from './properties/training-is-not-changed.ts';
import { warmupIsHonoured } from './properties/warmup-is-honoured.ts';
import type { Property } from './property.ts';

/** Everything the study can ask of a contender. A new property is one more line here, and a saboteur that it catches. */
export const PROPERTIES: readonly Property[] = [
  // must: a violation is a bug
  futureDoesNotChangeThePast,
  sessionsAreIndependent,
  snapshotThenResumeEqualsUninterrupted,
  restoredEqualsFitted,
  batchEqualsOneByOne,
  compiledAgreesWithBackend,
  sameInputSameVerdicts,
  inputsAreNotChanged,
  inputsAreNotKept,
  scoresAreFiniteOrAbstained,
  binaryScoresAreBinary,
  causesAreWellFormed,
  warmupIsHonoured,
  emptyOneRowAndShortRecordings,
  duplicateAndOutOfOrderTimestamps,
  raisedThresholdGivesSubset,
  sameSeedSameVerdicts,
  seedDoesNotMatter,
  trainingIsNotChanged,
  tensorsAreReleased,
  // claimed: held to its own word
  missingReadingsNeverReadAsQuiet,
  obviousSpikeIsScoredAboveQuiet,
  scaleInvariantAfterRefit,
  shiftInvariantAfterRefit,
  // characterise: reported, fails nothing
  constantRecordingIsQuiet,
  timeShiftInvariant,
];
