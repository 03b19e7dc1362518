import { setTimeout as sleep } from 'node:timers/promises';
import { EXPORTERS } from '../parts/exporters.ts';
import type { Fault } from './fault.ts';
import { repeatUntilLifted } from './repeat.ts';

export const TARGET_LOST: Fault = {
  kind: 'target-lost',
  what: 'an exporter no longer answers: users feel nothing, whoever watches is blind',
  strengths: {
    faint: 'one exporter hangs for 4 s of every 10 s',
    moderate: 'one exporter is gone',
    severe: 'two exporters are gone',
  },
  lengthS: [45, 85],
  throwIt: async (lab, strength, random) => {
    const first = Math.floor(random() * EXPORTERS.length);
    const chosen = [EXPORTERS[first]!, EXPORTERS[(first + 1) % EXPORTERS.length]!].slice(
      0,
      strength === 'severe' ? 2 : 1,
    );
    if (strength !== 'faint') {
      await Promise.all(chosen.map((exporter) => lab.exporters.running(exporter).stop(0)));
      return async () => {
        for (const exporter of chosen) await lab.exporters.start(exporter);
      };
    }
    const hanging = lab.exporters.running(chosen[0]!);
    const stop = repeatUntilLifted(
      () => 6_000,
      async () => {
        hanging.signal('SIGSTOP');
        await sleep(4_000);
        hanging.signal('SIGCONT');
      },
    );
    return async () => {
      await stop();
      hanging.signal('SIGCONT');
    };
  },
};
