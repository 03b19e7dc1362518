import type pc from 'picocolors';
import type { Tone } from '../matrix.ts';

export type Paint = Readonly<Record<Tone, (text: string) => string>>;

export const paintWith = (colours: ReturnType<typeof pc.createColors>): Paint => ({
  good: colours.green,
  plain: (text) => text,
  warn: colours.yellow,
  bad: colours.red,
  none: colours.dim,
});
