import { globMatcher } from '../../../telemetry/glob.ts';
import { type Alarm, findAlarm } from './alarm.ts';
import { referencesOf } from './alarm-rule/parse.ts';

/**
 * The alarms that wake somebody: those whose actions are enabled, but for the parts of a composite alarm (its children
 * and its suppressor) that have no actions of their own; of these, those that `globs` choose by name.
 */
export function pagersOf(alarms: readonly Alarm[], globs: readonly string[]): Alarm[] {
  const parts = new Set(
    alarms
      .filter((alarm) => alarm.kind === 'composite')
      .flatMap(({ rule, suppressor }) => [
        ...referencesOf(rule).map(({ alarm }) => alarm),
        ...(suppressor === null ? [] : [suppressor.alarm]),
      ])
      .map((reference) => findAlarm(alarms, reference)?.name),
  );
  const chosen = globs.map(globMatcher);
  return alarms.filter(
    ({ name, enabled, acts }) => enabled && (acts || !parts.has(name)) && chosen.some((matches) => matches(name)),
  );
}
