import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { repeatUntilLifted } from './repeat.ts';

export const REDIS_DOWN: Fault = {
  kind: 'redis-down',
  what: 'the cache stops answering, or is gone; the shop asks the database for every page',
  strengths: {
    faint: 'hangs for 1 s of every 6 s',
    moderate: 'killed',
    severe: 'hangs all the time: every lookup waits for its timeout',
  },
  lengthS: [45, 85],
  hours: [8, 21],
  throwIt: async (lab, strength) => {
    if (strength === 'moderate') {
      await lab.cache.kill();
      return () => lab.cache.start();
    }
    const redis = lab.cache.current();
    if (strength === 'severe') {
      redis.signal('SIGSTOP');
      return async () => redis.signal('SIGCONT');
    }
    const stop = repeatUntilLifted(
      () => 5_000,
      async () => {
        redis.signal('SIGSTOP');
        await sleep(1_000);
        redis.signal('SIGCONT');
      },
    );
    return async () => {
      await stop();
      redis.signal('SIGCONT');
    };
  },
};
