import { backup } from './benign/backup.ts';
import { campaign } from './benign/campaign.ts';
import { deploy } from './benign/deploy.ts';
import type { EventKind } from './event-kind.ts';
import { checkoutBroken } from './incidents/checkout-broken.ts';
import { contextual } from './incidents/contextual.ts';
import { correlatedFailure } from './incidents/correlated-failure.ts';
import { flatline } from './incidents/flatline.ts';
import { gap } from './incidents/gap.ts';
import { latencyWithoutLoad } from './incidents/latency-without-load.ts';
import { levelShift } from './incidents/level-shift.ts';
import { lostTraffic } from './incidents/lost-traffic.ts';
import { memoryLeak } from './incidents/memory-leak.ts';
import { seasonalBreak } from './incidents/seasonal-break.ts';
import { slowRamp } from './incidents/slow-ramp.ts';
import { spike } from './incidents/spike.ts';
import { varianceChange } from './incidents/variance-change.ts';

/** All that may go wrong in the shop. */
export const INCIDENT_KINDS: readonly EventKind[] = [
  spike,
  levelShift,
  slowRamp,
  varianceChange,
  flatline,
  gap,
  lostTraffic,
  seasonalBreak,
  correlatedFailure,
  contextual,
  memoryLeak,
  latencyWithoutLoad,
  checkoutBroken,
];

/** What looks like trouble and is none. The backup comes every night, the others as often as planned. */
export const BENIGN_KINDS = { backup, deploy, campaign } as const satisfies Readonly<Record<string, EventKind>>;
