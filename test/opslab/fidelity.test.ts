import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fidelityOf, fidelityPart } from '../../datasets/opslab/lab/card/fidelity-part.ts';
import { readRawSeries } from '../../src/telemetry/raw-series-file.ts';

const FOLDER = 'datasets/opslab';
const { recordings } = JSON.parse(readFileSync(join(FOLDER, 'dataset.json'), 'utf8')) as {
  readonly recordings: readonly { readonly id: string; readonly series: { readonly file: string } }[];
};
const card = readFileSync(join(FOLDER, 'README.md'), 'utf8');

/** Fewer than this are equal to the millisecond only where something is wrong beyond samples that came late. */
const FEWEST_SAME_RATIO = 0.8;

describe("the lab's rules, replayed at the phases of the real Prometheus", () => {
  it.each(recordings)(
    'fire as they did in $id; what differs is explained by name and counted in the data card',
    async ({ id, series: { file } }) => {
      const { series } = await readRawSeries(join(FOLDER, file));
      const fidelity = await fidelityOf(FOLDER, series);
      const unexplained = fidelity.differences.filter(({ reasons }) => reasons.includes('unexplained'));
      expect(unexplained).toEqual([]);
      expect(fidelity.same).toBeGreaterThanOrEqual(Math.floor(FEWEST_SAME_RATIO * fidelity.recorded));
      const row = fidelityPart([{ run: id, fidelity }])
        .split('\n')
        .at(-1);
      expect(card, 'datasets/opslab/lab/card.ts writes it anew').toContain(row);
    },
    60_000,
  );
});
