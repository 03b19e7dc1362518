import { deriveSeed } from '../../chance.ts';

/** The seed of one member of a group; a group of one is trained as if there were no groups. */
export const memberSeed = (seed: number, member: number): number =>
  member === 0 ? seed : deriveSeed(seed, `member ${member}`);
