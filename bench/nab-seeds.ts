import { existsSync } from 'node:fs';
import type { Contender } from '../src/contenders/contract.ts';
import { autoencoderContender } from '../src/contenders/model/autoencoder.ts';
import { forecasterContender } from '../src/contenders/model/forecaster/forecaster.ts';
import { importNab } from '../src/telemetry/import-nab.ts';
import { type Alerts, alertChurn, type NabFigures, nabFigures, nabPages } from './nab-pages.ts';

// How much of a model's score on all of NAB is its seed. Prints a Markdown table; some minutes a contender.
// node --import tsx bench/nab-seeds.ts [FOLDER] [SEEDS] [NAME...]

const CONTENDERS: Readonly<Record<string, () => Contender>> = {
  frozen: () => forecasterContender({}),
  'frozen, mean of 5': () => forecasterContender({ members: 5 }),
  'frozen, mean of 10': () => forecasterContender({ members: 10 }),
  refit: () => forecasterContender({ mode: 'refit' }),
  online: () => forecasterContender({ mode: 'online' }),
  autoencoder: () => autoencoderContender({}),
};

const HEAD = [
  '| contender | NAB standard: mean (sd) | range | low FP | low FN | windows hit | false alarms | alerts another seed has not |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

function tableRow(name: string, figures: readonly NabFigures[], churn: number): string {
  const of = (key: keyof NabFigures) => figures.map((figure) => figure[key]);
  const standard = of('standard');
  const cells = [
    name,
    `${mean(standard).toFixed(1)} (${deviation(standard).toFixed(1)})`,
    `${Math.min(...standard).toFixed(1)} to ${Math.max(...standard).toFixed(1)}`,
    ...(['lowFalseAlarms', 'lowMisses', 'windowsHit', 'falseAlarms'] as const).map((key) => mean(of(key)).toFixed(1)),
    `${(100 * churn).toFixed(0)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main([folder = '../shared/nab', seeds = '10', ...names]: readonly string[]): Promise<void> {
  if (!existsSync(folder)) throw new Error(`there is no NAB checkout at ${folder}`);
  const { recordings } = await importNab({ root: folder });
  process.stdout.write(`${HEAD.join('\n')}\n`);
  for (const name of names.length > 0 ? names : Object.keys(CONTENDERS)) {
    const contender = CONTENDERS[name]?.();
    if (contender === undefined) throw new Error(`no such contender: ${name}; known: ${Object.keys(CONTENDERS)}`);
    const runs: Alerts[] = [];
    const figures: NabFigures[] = [];
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const alerts = await nabPages(contender, recordings, seed);
      runs.push(alerts);
      figures.push(nabFigures(recordings, alerts));
      process.stderr.write(`${name}, seed ${seed}: ${figures.at(-1)!.standard.toFixed(2)}\n`);
    }
    process.stdout.write(`${tableRow(name, figures, alertChurn(runs))}\n`);
  }
}

await main(process.argv.slice(2));
