import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Fault, throwIfAny } from '../faults.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import type { CommandIo, CommandModule } from './command-io.ts';

const CONFIG = `# yaml-language-server: $schema=node_modules/watchbench/watchbench.config.schema.json
# What watchbench compares. Every setting has a default; what stands behind "#" is that default.

# A dataset folder (dataset.json), a NAB checkout or a CSV file. Without it: the recorded web shop that comes with watchbench.
# data: datasets/my-system
# data: { path: ../nab, select: 'realAWSCloudwatch/*' }

# Who takes part. A name of the line-up, or the path of a module of your own.
contenders:
  - 'null'
  - random
  - always
  - metronome
  - last-value
  - rolling-mad
  - rules
  # - { use: rules, name: rules-strict, with: { file: rules/strict.yaml } }
  - autoencoder
  # - ./my-contender.ts

# studies: [accuracy, behaviour, determinism, latency]

# The first seed is used by all studies; determinism retrains over all of them. Zero is refused.
seeds: [1, 2, 3]

# How scores become alerts, the same for every contender. Durations are written in time: 30s, 20m, 8h, 1d12h.
# policy:
#   hold: 0s        # over the threshold for this long before an alert goes up
#   keep: 0s        # an alert stays up this long after it was last over
#   cooldown: 1h    # going up again within this is no second page; a dataset may have its own
#   clearRatio: 1   # an alert clears below this share of the threshold

# accuracy:
#   primaryMetric: event-f1     # thresholds are chosen by it, and the verdict rests on it
#   margin: 0.05                # a smaller difference is no difference: declare it before the run
#   thresholdTrials: 100
#   bootstrapResamples: 1000

# For "watchbench tune".
# tune:
#   trials: 30        # settings tried of each contender, the first as shipped
#   rules: shared     # factors on the figures of a rule file: shared, by-kind or by-rule (fits best, holds least)
`;

const WORKFLOW = `# Compares the contenders on every pull request and keeps the report with it.
name: watchbench
on: pull_request
jobs:
  compare:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - run: npx watchbench run --out watchbench-runs
      - run: cat watchbench-runs/*/summary.md >> "$GITHUB_STEP_SUMMARY"
        if: always()
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: watchbench, path: watchbench-runs }
`;

export const initCommand: CommandModule = (io) =>
  new Command('init')
    .description('write a commented watchbench.config.yaml and a CI workflow here')
    .option('--force', 'overwrite what is there')
    .action((options: { readonly force?: boolean }) => init(io, options.force === true));

async function init(io: CommandIo, force: boolean): Promise<void> {
  const files = [
    { path: 'watchbench.config.yaml', text: CONFIG },
    { path: join('.github', 'workflows', 'watchbench.yml'), text: WORKFLOW },
  ];
  if (!force) {
    const faults: Fault[] = [];
    for (const { path } of files) {
      const there = await access(join(io.cwd, path)).then(
        () => true,
        () => false,
      );
      if (there)
        faults.push({
          code: 'init/exists',
          message: 'is there already',
          place: { file: path },
          hint: '--force overwrites it',
        });
    }
    throwIfAny(faults);
  }
  for (const { path, text } of files) {
    await writeAtomically(join(io.cwd, path), text);
    io.out(`wrote ${path}\n`);
  }
  io.out('next: npx watchbench run\n');
}
