import { describe, expect, it } from 'vitest';
import { MOST_DIFFERENCE } from '../../../src/behaviour/properties/compiled-agrees-with-backend.ts';
import { backendOf, type RunsOnAnotherEngine, type Watcher } from '../../../src/contenders/contract.ts';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import { forecasterContender } from '../../../src/contenders/model/forecaster/forecaster.ts';
import { replay } from '../../../src/replay/replay.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled } from './shop.ts';

const train = [unlabelled(shop(TRAINING_ROWS))];
const watched = shop(600, 2);

describe('a model on its other engine', () => {
  it.each([
    ['autoencoder', autoencoderContender(QUICK)],
    ['autoencoder', autoencoderContender({ ...QUICK, inference: 'backend' })],
    ['forecaster', forecasterContender({ steps: 50 })],
    ['forecaster', forecasterContender({ steps: 50, inference: 'backend' })],
  ] as const)(
    '%s %#: there and back it scores the same within the bound, and exactly the same at home',
    async (_, contender) => {
      const here = (await contender.fit({ train, seed: 1 })) as Watcher & RunsOnAnotherEngine;
      const there = (await here.onOtherEngine()) as Watcher & RunsOnAnotherEngine;
      const back = await there.onOtherEngine();
      const isCompiled = (watcher: Watcher) => backendOf(watcher)!.startsWith('compiled');
      expect([isCompiled(there), isCompiled(back)]).toEqual([!isCompiled(here), isCompiled(here)]);
      const scores = [here, there, back].map((watcher) => replay(watcher, watched).scores);
      expect(scores[2]).toEqual(scores[0]);
      scores[0]!.forEach((score, row) => {
        const other = scores[1]![row]!;
        expect(Number.isNaN(other)).toBe(Number.isNaN(score));
        if (!Number.isNaN(score))
          expect(Math.abs(score - other)).toBeLessThanOrEqual(MOST_DIFFERENCE * Math.max(1, score));
      });
      for (const watcher of [here, there, back]) watcher.dispose();
    },
  );

  it('does not exist for networks that learn on, which are compiled always', async () => {
    const watcher = await forecasterContender({ steps: 20, mode: 'online' }).fit({ train, seed: 1 });
    expect('onOtherEngine' in watcher).toBe(false);
  });
});
