import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { BENIGN } from '../../datasets/opslab/lab/benign/benign.ts';
import { cardParts } from '../../datasets/opslab/lab/card/card-parts.ts';
import { FEATURES } from '../../datasets/opslab/lab/export/features.ts';
import { labelsOfRun } from '../../datasets/opslab/lab/export/labels-of-run.ts';
import { FAULTS } from '../../datasets/opslab/lab/faults/faults.ts';
import { withParts } from '../../scripts/generated-parts.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { loadDataset } from '../../src/telemetry/load-dataset.ts';

const FOLDER = 'datasets/opslab';
const card = readFileSync(`${FOLDER}/README.md`, 'utf8');

describe('the data card of opslab', () => {
  it.each(FAULTS)('says what $kind is, in every strength', ({ kind, what, strengths }) => {
    const { faint, moderate, severe } = strengths;
    expect(card).toContain(`| ${kind} | ${what} | ${faint} | ${moderate} | ${severe} |`);
  });

  it.each(BENIGN)('says what $kind is', ({ kind, what }) => {
    expect(card).toContain(`| ${kind} | ${what} |`);
  });

  it.each(FEATURES)('says what $name is', ({ name, unit, what }) => {
    expect(card).toContain(`| \`${name}\` | ${unit} | ${what} |`);
  });
});

describe('the recordings of opslab', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await loadDataset(FOLDER);
  });

  it('are in the data card as they are: datasets/opslab/lab/card.ts writes it anew', () => {
    expect(withParts(card, cardParts(FOLDER, dataset))).toBe(card);
  });

  it('have the labels that follow from the truth beside them', async () => {
    const { incidents, benign } = JSON.parse(readFileSync(`${FOLDER}/incidents.json`, 'utf8'));
    const runs = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.csv.gz'))
      .map((name) => name.split('.')[0]!);
    expect(runs.length).toBeGreaterThan(1);
    for (const run of runs) {
      const isOfRun = ({ recording }: { recording: string }) => recording === run;
      expect(await labelsOfRun(FOLDER, run)).toEqual({
        incidents: incidents.filter(isOfRun),
        benign: benign.filter(isOfRun),
      });
    }
  });

  it('each have their picture', () => {
    for (const { recording } of dataset.recordings)
      expect(existsSync(`${FOLDER}/pictures/${recording.id}.svg`)).toBe(true);
  });
});
