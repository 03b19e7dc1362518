import type { Contender } from '../../src/contenders/contract.ts';
import { alarmsOnConstant } from './alarms-on-constant.ts';
import { artefactForgets } from './artefact-forgets.ts';
import { batchDiffers } from './batch-differs.ts';
import { blamesAChannelThatDoesNotExist } from './blames-a-channel-that-does-not-exist.ts';
import { blamesTwiceOver } from './blames-twice-over.ts';
import { chokesOnDuplicates } from './chokes-on-duplicates.ts';
import { chokesOnEmpty } from './chokes-on-empty.ts';
import { countsItsCalls } from './counts-its-calls.ts';
import { dependsOnAbsoluteLevel } from './depends-on-absolute-level.ts';
import { dependsOnAbsoluteScale } from './depends-on-absolute-scale.ts';
import { dependsOnTheCalendar } from './depends-on-the-calendar.ts';
import { forgetsStateInSnapshot } from './forgets-state-in-snapshot.ts';
import { growsBolderWithEachPass } from './grows-bolder-with-each-pass.ts';
import { heedsTheSeedItDenies } from './heeds-the-seed-it-denies.ts';
import { keepsItsInput } from './keeps-its-input.ts';
import { leaksTensors } from './leaks-tensors.ts';
import { liesAboutBinary } from './lies-about-binary.ts';
import { neverDisposes } from './never-disposes.ts';
import { normalisesItsTrainingInPlace } from './normalises-its-training-in-place.ts';
import { overflowsOnHugeReadings } from './overflows-on-huge-readings.ts';
import { peeksAhead } from './peeks-ahead.ts';
import { readsMissingAsQuiet } from './reads-missing-as-quiet.ts';
import { roundsOnItsOtherEngine } from './rounds-on-its-other-engine.ts';
import { scoresNanOnGap } from './scores-nan-on-gap.ts';
import { seesOnlyDrops } from './sees-only-drops.ts';
import { sharesStateBetweenSessions } from './shares-state-between-sessions.ts';
import { understatesItsWarmup } from './understates-its-warmup.ts';
import { usesGlobalRandomness } from './uses-global-randomness.ts';
import { writesIntoItsInput } from './writes-into-its-input.ts';

/** A contender built to break one property. */
export interface Saboteur {
  readonly make: () => Contender;
  /** The property it is there for. */
  readonly caughtBy: string;
  /** Others that notice it too, in the order of the catalogue. */
  readonly alsoBy: readonly string[];
}

/** Every property of the catalogue has at least one, in its order; a test says so. */
export const SABOTEURS: readonly Saboteur[] = [
  {
    make: peeksAhead,
    caughtBy: 'future-does-not-change-the-past',
    alsoBy: ['batch-equals-one-by-one', 'duplicate-and-out-of-order-timestamps'],
  },
  { make: sharesStateBetweenSessions, caughtBy: 'sessions-are-independent', alsoBy: [] },
  { make: forgetsStateInSnapshot, caughtBy: 'snapshot-then-resume-equals-uninterrupted', alsoBy: [] },
  { make: artefactForgets, caughtBy: 'restored-equals-fitted', alsoBy: [] },
  { make: batchDiffers, caughtBy: 'batch-equals-one-by-one', alsoBy: [] },
  { make: roundsOnItsOtherEngine, caughtBy: 'compiled-agrees-with-backend', alsoBy: [] },
  {
    make: countsItsCalls,
    caughtBy: 'same-input-same-verdicts',
    alsoBy: [
      'future-does-not-change-the-past',
      'sessions-are-independent',
      'snapshot-then-resume-equals-uninterrupted',
      'inputs-are-not-kept',
      'duplicate-and-out-of-order-timestamps',
      'raised-threshold-gives-subset',
      'constant-recording-is-quiet',
      'time-shift-invariant',
    ],
  },
  { make: writesIntoItsInput, caughtBy: 'inputs-are-not-changed', alsoBy: [] },
  { make: keepsItsInput, caughtBy: 'inputs-are-not-kept', alsoBy: [] },
  {
    make: overflowsOnHugeReadings,
    caughtBy: 'scores-are-finite-or-abstained',
    alsoBy: [],
  },
  {
    make: scoresNanOnGap,
    caughtBy: 'scores-are-finite-or-abstained',
    alsoBy: [
      'empty-one-row-and-short-recordings',
      'duplicate-and-out-of-order-timestamps',
      'raised-threshold-gives-subset',
    ],
  },
  { make: liesAboutBinary, caughtBy: 'binary-scores-are-binary', alsoBy: [] },
  { make: blamesAChannelThatDoesNotExist, caughtBy: 'causes-are-well-formed', alsoBy: [] },
  { make: blamesTwiceOver, caughtBy: 'causes-are-well-formed', alsoBy: [] },
  { make: understatesItsWarmup, caughtBy: 'warmup-is-honoured', alsoBy: [] },
  {
    make: chokesOnEmpty,
    caughtBy: 'empty-one-row-and-short-recordings',
    alsoBy: ['future-does-not-change-the-past', 'duplicate-and-out-of-order-timestamps'],
  },
  { make: chokesOnDuplicates, caughtBy: 'duplicate-and-out-of-order-timestamps', alsoBy: [] },
  {
    make: growsBolderWithEachPass,
    caughtBy: 'raised-threshold-gives-subset',
    alsoBy: [
      'future-does-not-change-the-past',
      'sessions-are-independent',
      'snapshot-then-resume-equals-uninterrupted',
      'restored-equals-fitted',
      'same-input-same-verdicts',
      'inputs-are-not-kept',
      'duplicate-and-out-of-order-timestamps',
      'time-shift-invariant',
    ],
  },
  { make: usesGlobalRandomness, caughtBy: 'same-seed-same-verdicts', alsoBy: ['restored-equals-fitted'] },
  { make: heedsTheSeedItDenies, caughtBy: 'seed-does-not-matter', alsoBy: [] },
  { make: normalisesItsTrainingInPlace, caughtBy: 'training-is-not-changed', alsoBy: [] },
  { make: leaksTensors, caughtBy: 'tensors-are-released', alsoBy: [] },
  { make: neverDisposes, caughtBy: 'tensors-are-released', alsoBy: [] },
  { make: readsMissingAsQuiet, caughtBy: 'missing-readings-never-read-as-quiet', alsoBy: [] },
  { make: seesOnlyDrops, caughtBy: 'obvious-spike-is-scored-above-quiet', alsoBy: ['constant-recording-is-quiet'] },
  { make: dependsOnAbsoluteScale, caughtBy: 'scale-invariant-after-refit', alsoBy: [] },
  { make: dependsOnAbsoluteLevel, caughtBy: 'shift-invariant-after-refit', alsoBy: [] },
  {
    make: alarmsOnConstant,
    caughtBy: 'constant-recording-is-quiet',
    alsoBy: ['snapshot-then-resume-equals-uninterrupted'],
  },
  { make: dependsOnTheCalendar, caughtBy: 'time-shift-invariant', alsoBy: [] },
];
