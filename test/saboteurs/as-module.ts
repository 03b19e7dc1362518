import type { Contender } from '../../src/contenders/contract.ts';
import type { JsonObject } from '../../src/json.ts';
import { honestDetector } from './honest-detector.ts';
import { SABOTEURS } from './saboteurs.ts';

/** Any saboteur, or the honest detector where `sin` is `none`, as a user's own contender would come: a module of its own. */
export default function asModule({ sin = 'none' }: JsonObject): Contender {
  const made = sin === 'none' ? honestDetector() : SABOTEURS.map(({ make }) => make()).find(({ name }) => name === sin);
  if (made === undefined) throw new Error(`no saboteur is called ${sin}`);
  return { ...made, config: { sin } };
}
