import { BAD_INSTANCE } from './bad-instance.ts';
import { BAD_RELEASE } from './bad-release.ts';
import { CACHE_FLUSHED } from './cache-flushed.ts';
import { CPU_HOG } from './cpu-hog.ts';
import { DISK_FILLING } from './disk-filling.ts';
import type { Fault } from './fault.ts';
import { FLASH_CROWD } from './flash-crowd.ts';
import { LOCK_HELD } from './lock-held.ts';
import { MEMORY_LEAK } from './memory-leak.ts';
import { NOISY_NEIGHBOUR } from './noisy-neighbour.ts';
import { POOL_EXHAUSTED } from './pool-exhausted.ts';
import { REDIS_DOWN } from './redis-down.ts';
import { SLOW_DEPENDENCY } from './slow-dependency.ts';
import { SLOW_QUERY } from './slow-query.ts';
import { TARGET_LOST } from './target-lost.ts';
import { TRAFFIC_LOST } from './traffic-lost.ts';

/** Every kind of incident the lab can make. */
export const FAULTS: readonly Fault[] = [
  CPU_HOG,
  MEMORY_LEAK,
  SLOW_QUERY,
  LOCK_HELD,
  POOL_EXHAUSTED,
  REDIS_DOWN,
  CACHE_FLUSHED,
  SLOW_DEPENDENCY,
  BAD_RELEASE,
  BAD_INSTANCE,
  TRAFFIC_LOST,
  FLASH_CROWD,
  DISK_FILLING,
  NOISY_NEIGHBOUR,
  TARGET_LOST,
];
