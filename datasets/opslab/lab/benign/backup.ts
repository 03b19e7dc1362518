import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';
import { toolPath } from '../process/tools.ts';

export const BACKUP: Benign = {
  kind: 'backup',
  what: 'pg_dump of the whole shop, at the lowest priority, again until its time is up',
  lengthS: [20, 40],
  happen: async (lab, untilMs) => {
    while (Date.now() < untilMs) {
      const dump = lab.supervisor.start({
        name: 'backup',
        command: toolPath('pgDump'),
        args: [
          ...['-h', '127.0.0.1', '-p', String(lab.ports.postgres), '-U', 'postgres', '-Z', '1'],
          ...['-f', join(lab.folder, 'backup.sql.gz'), 'shop'],
        ],
        side: 'watched',
        niceness: 19,
      });
      await dump.ended;
      await sleep(1_000);
    }
  },
};
