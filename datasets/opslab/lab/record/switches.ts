import { setTimeout as sleep } from 'node:timers/promises';
import { deriveSeed, seededRandom } from '../../../../src/chance.ts';
import { BENIGN } from '../benign/benign.ts';
import { FAULTS } from '../faults/faults.ts';
import type { Lab } from '../lab.ts';
import type { ScheduledEvent } from './schedule.ts';

/** When an event was switched on and off in truth. */
export interface Switch extends ScheduledEvent {
  readonly onMs: number;
  /** When everything it did was taken back. */
  readonly offMs: number;
  /** What went wrong with switching itself; null where nothing did. */
  readonly trouble: string | null;
}

/** Makes every event happen at its time; settles with the last. */
export async function runSchedule(
  lab: Lab,
  events: readonly ScheduledEvent[],
  startAtMs: number,
  say: (line: string) => void,
): Promise<Switch[]> {
  const switches: Switch[] = [];
  for (const event of events) {
    await sleep(Math.max(0, startAtMs + event.startS * 1000 - Date.now()));
    say(`${event.id}${event.strength === null ? '' : ` (${event.strength})`}, ${event.lengthS} s`);
    const onMs = Date.now();
    let trouble: string | null = null;
    try {
      await happen(lab, event, onMs + event.lengthS * 1000);
    } catch (error) {
      trouble = (error as Error).message;
      say(`${event.id}: ${trouble}`);
    }
    switches.push({ ...event, onMs, offMs: Date.now(), trouble });
  }
  return switches;
}

async function happen(lab: Lab, event: ScheduledEvent, untilMs: number): Promise<void> {
  const random = seededRandom(deriveSeed(lab.seed, event.id));
  if (event.role === 'benign') {
    const kind = BENIGN.find(({ kind }) => kind === event.kind)!;
    await kind.happen(lab, untilMs, random);
    return;
  }
  const fault = FAULTS.find(({ kind }) => kind === event.kind)!;
  const lift = await fault.throwIt(lab, event.strength!, random);
  await sleep(Math.max(0, untilMs - Date.now()));
  await lift();
}
