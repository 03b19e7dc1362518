import { nameless } from '../evaluate/metric-name.ts';
import type { Column } from '../evaluated.ts';
import { NO_LABELS } from '../labels.ts';
import { vectorOf } from './arguments.ts';
import { type CalendarDay, calendarDay } from './calendar-day.ts';
import type { WholeFunction } from './function.ts';

/** Of each element's value, taken as seconds since 1970 in UTC; without an argument, of the evaluation time. */
function ofTime(name: string, part: (day: CalendarDay) => number): WholeFunction {
  return {
    kind: 'whole',
    name,
    evaluate(args, { steps, delayedNameRemoval }) {
      if (args.length === 0) {
        const values = steps.timesMs.map((atMs) => part(calendarDay(Math.trunc(atMs / 1000))));
        const present = new Uint8Array(values.length).fill(1);
        return { kind: 'vector', columns: [{ labels: NO_LABELS, values, present, nameDropped: false }] };
      }
      const columns = vectorOf(args[0]).map(
        ({ labels, values, present }): Column => ({
          values: values.map((seconds, step) => (present[step] === 1 ? part(calendarDay(seconds)) : 0)),
          present,
          ...nameless(labels, delayedNameRemoval),
        }),
      );
      return { kind: 'vector', columns };
    },
  };
}

const DAY_MS = 86_400_000;

export const CALENDAR_FUNCTIONS: readonly WholeFunction[] = [
  ofTime('year', ({ year }) => year),
  ofTime('month', ({ date }) => date.getUTCMonth() + 1),
  ofTime('day_of_month', ({ date }) => date.getUTCDate()),
  ofTime('day_of_week', ({ date }) => date.getUTCDay()),
  ofTime('day_of_year', ({ date }) => {
    const newYear = new Date(date);
    newYear.setUTCMonth(0, 1);
    return Math.round((date.getTime() - newYear.getTime()) / DAY_MS) + 1;
  }),
  ofTime('days_in_month', ({ date }) => {
    const last = new Date(date);
    // Day 0 of the next month.
    last.setUTCMonth(date.getUTCMonth() + 1, 0);
    return last.getUTCDate();
  }),
  ofTime('hour', ({ date }) => date.getUTCHours()),
  ofTime('minute', ({ date }) => date.getUTCMinutes()),
];
