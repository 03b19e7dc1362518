import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BENIGN } from '../../datasets/opslab/lab/benign/benign.ts';
import { FEATURES } from '../../datasets/opslab/lab/export/features.ts';
import { FAULTS } from '../../datasets/opslab/lab/faults/faults.ts';

const card = readFileSync('datasets/opslab/README.md', 'utf8');

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
