import type pc from 'picocolors';
import type { Tone } from '../matrix.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export type Paint = Readonly<Record<Tone, (text: string) => string>>;

export const paintWith = (colours: Colours): Paint => ({
  good: colours.green,
  plain: (text) => text,
  warn: colours.yellow,
  bad: colours.red,
  none: colours.dim,
});
