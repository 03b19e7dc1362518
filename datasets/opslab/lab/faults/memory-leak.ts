import type { Fault } from './fault.ts';

const MIB_PER_SECOND = { faint: 1.2, moderate: 2.5, severe: 6 } as const;

export const MEMORY_LEAK: Fault = {
  kind: 'memory-leak',
  what: 'one instance keeps heap it never gives back, until its memory limit kills it or somebody restarts it',
  strengths: { faint: '1.2 MiB/s', moderate: '2.5 MiB/s', severe: '6 MiB/s' },
  lengthS: [85, 120],
  throwIt: async (lab, strength, random) => {
    const instance = Math.floor(random() * 3);
    const tell = () => lab.shops.trouble(instance, { leakBytesPerSecond: MIB_PER_SECOND[strength] * 1024 * 1024 });
    await tell();
    // The bug is in the code: an instance killed for its memory comes back with it.
    const timer = setInterval(() => void again(), 5_000);
    let deaths = lab.shops.deaths.length;
    const again = async (): Promise<void> => {
      if (lab.shops.deaths.length === deaths) return;
      deaths = lab.shops.deaths.length;
      await tell().catch(() => {
        deaths--;
      });
    };
    return async () => {
      clearInterval(timer);
      await lab.shops.restart(instance);
    };
  },
};
