import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../src/behaviour/properties.ts';
import { studyBehaviour } from '../../src/behaviour/study.ts';
import type { Contender } from '../../src/contenders/contract.ts';
import type { PropertyResult } from '../../src/record/schema.ts';
import { HONEST_TRAITS, honestDetector } from '../saboteurs/honest-detector.ts';
import { SABOTEURS } from '../saboteurs/saboteurs.ts';
import { smallTraining } from './training-data.ts';

const SEED = 1;
const RUNS = 60;

async function study(contender: Contender): Promise<readonly PropertyResult[]> {
  const { properties } = await studyBehaviour({ contender, train: smallTraining(), seed: SEED, runs: RUNS });
  return properties;
}

const violated = (results: readonly PropertyResult[]): string[] =>
  results.filter(({ outcome }) => outcome.kind === 'violated').map(({ property }) => property);

describe('the catalogue has teeth', () => {
  it('has a saboteur for every property', () => {
    const guarded = new Set(SABOTEURS.map(({ caughtBy }) => caughtBy));
    expect(PROPERTIES.map(({ id }) => id).filter((id) => !guarded.has(id))).toEqual([]);
  });

  it.each(SABOTEURS.map((saboteur) => [saboteur.make().name, saboteur] as const))(
    'catches the one that %s, and only by the properties listed for it',
    async (_name, { make, caughtBy, alsoBy }) => {
      const caught = violated(await study(make()));
      expect(caught).toContain(caughtBy);
      expect(caught.filter((id) => id !== caughtBy)).toEqual(alsoBy);
    },
  );

  it('finds nothing wrong with an honest detector', async () => {
    const results = await study(honestDetector());
    expect(violated(results)).toEqual([]);
    const skipped = results.filter(({ outcome }) => outcome.kind === 'not-applicable').map(({ property }) => property);
    expect(skipped).toEqual(['binary-scores-are-binary']);
  });

  it('asks nothing of a contender that it does not claim', async () => {
    const results = await study(honestDetector({ ...HONEST_TRAITS, claims: [] }));
    const claimed = results.filter(({ scope }) => scope === 'claimed');
    expect(claimed.length).toBeGreaterThan(3);
    for (const { outcome } of claimed) {
      expect(outcome).toEqual({ kind: 'not-applicable', reason: 'it does not claim this of itself' });
    }
  });
});
