import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Fault } from './fault.ts';

/** Sessions of the neighbour, and how long they rest between their bursts. */
const SETTINGS = {
  faint: { sessions: 3, burstMs: 4_000, restMs: 4_000 },
  moderate: { sessions: 6, burstMs: 5_000, restMs: 3_000 },
  severe: { sessions: 12, burstMs: 8_000, restMs: 1_000 },
} as const;

const REPORT = `SELECT bucket, count(*), max(md5(payload || bucket)) FROM neighbour_facts GROUP BY bucket`;

export const NOISY_NEIGHBOUR: Fault = {
  kind: 'noisy-neighbour',
  what: 'another tenant of the same database server works through big reports in bursts',
  strengths: {
    faint: '3 sessions, 4 s of every 8 s',
    moderate: '6 sessions, 5 s of every 8 s',
    severe: '12 sessions, 8 s of every 9 s',
  },
  lengthS: [50, 90],
  hours: [7, 22],
  throwIt: async (lab, strength) => {
    const { sessions, burstMs, restMs } = SETTINGS[strength];
    const clients = await Promise.all(Array.from({ length: sessions }, () => lab.database.connect('neighbour')));
    const stop = new AbortController();
    const loops = clients.map((client) => bursts(client, burstMs, restMs, stop.signal));
    return async () => {
      stop.abort();
      await Promise.all(loops);
      await Promise.all(clients.map((client) => client.end()));
    };
  },
};

async function bursts(client: pg.Client, burstMs: number, restMs: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const untilMs = Date.now() + burstMs;
    while (!stop.aborted && Date.now() < untilMs) await client.query(REPORT).catch(() => undefined);
    await sleep(restMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
