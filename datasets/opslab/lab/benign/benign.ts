import type { Benign } from '../faults/fault.ts';
import { BACKUP } from './backup.ts';
import { CACHE_WARM_UP } from './cache-warm-up.ts';
import { CAMPAIGN } from './campaign.ts';
import { EXPORTER_UPGRADE } from './exporter-upgrade.ts';
import { ROLLING_DEPLOY } from './rolling-deploy.ts';
import { VACUUM } from './vacuum.ts';

/** Every kind of event that looks alarming and is not. */
export const BENIGN: readonly Benign[] = [ROLLING_DEPLOY, BACKUP, VACUUM, CAMPAIGN, CACHE_WARM_UP, EXPORTER_UPGRADE];
