import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { seasonalFields } from '../seasonal-fields.ts';
import { changeSignal } from './change.ts';
import { levelShiftSignal } from './level-shift.ts';
import { seasonalResidualSignal } from './seasonal-residual.ts';
import type { Signal } from './signal.ts';

const written = z.discriminatedUnion('signal', [
  z.strictObject({ signal: z.literal('value') }).describe('The reading itself.'),
  z
    .strictObject({ signal: z.literal('change'), over: positiveDuration.default('5m') })
    .describe('The reading minus the one `over` ago.'),
  z
    .strictObject({
      signal: z.literal('level-shift'),
      recent: positiveDuration.default('3h'),
      before: positiveDuration.default('1d'),
    })
    .describe('The mean of the `recent` while minus the mean of the while `before` it.'),
  z
    .strictObject({ signal: z.literal('seasonal-residual'), ...seasonalFields })
    .describe('The reading minus what its time of day or week usually brings.'),
]);
export type SignalSpec = z.output<typeof written>;

const named = z
  .enum(['value', 'change', 'level-shift', 'seasonal-residual'])
  .transform((signal): SignalSpec => written.parse({ signal }));

/** A signal by name alone, or with its settings. */
export const signalSchema = z
  .union([named, written])
  .default({ signal: 'value' })
  .describe('What is watched: value, change, level-shift or seasonal-residual, with its settings if need be.');

const valueSignal: Signal = { next: (_nowMs, reading) => reading, learned: () => null, state: () => null };

export function openSignal(spec: SignalSpec, learned: State | undefined, from: State | undefined): Signal {
  switch (spec.signal) {
    case 'value':
      return valueSignal;
    case 'change':
      return changeSignal(parseDurationMs(spec.over), from);
    case 'level-shift':
      return levelShiftSignal(parseDurationMs(spec.recent), parseDurationMs(spec.before), from);
    case 'seasonal-residual':
      return seasonalResidualSignal(spec, learned, from);
  }
}

/** `its change over 5m`, to be read after "in". */
export function describeSignal(spec: SignalSpec): string {
  switch (spec.signal) {
    case 'value':
      return 'its readings';
    case 'change':
      return `its change over ${spec.over}`;
    case 'level-shift':
      return `its shift of level, ${spec.recent} against ${spec.before} before`;
    case 'seasonal-residual':
      return `what time of ${spec.season.map((each) => (each === '1d' ? 'day' : 'week')).join(' and ')} leaves unexplained`;
  }
}
