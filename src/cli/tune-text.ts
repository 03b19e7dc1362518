import pc from 'picocolors';
import type { Json } from '../json.ts';
import type { MetricCard } from '../record/schema.ts';
import type { Estimate, Tuned, TunedContender, TuneReport } from '../tuner/tune-report.ts';
import type { PairedDifference } from '../verdict/paired-difference.ts';
import { count, metricText, plainSpaces, signed, signedInterval } from '../views/format.ts';
import { nameWidth, plainTable } from '../views/terminal/plain-table.ts';
import { wrap } from '../views/terminal/wrap.ts';
import { visible } from '../views/visible.ts';

export interface TuneTextOptions {
  readonly outIsTerminal: boolean;
  readonly columns: number;
  /** Files that were written for the user, the configuration first. */
  readonly written: readonly string[];
}

type TunedEntry = TunedContender & { readonly kind: 'tuned' };

/** What was shipped and what was tuned, side by side; then for each contender whether tuning paid and what it chose. */
export function formatTune(report: TuneReport, { outIsTerminal, columns, written }: TuneTextOptions): string {
  const paint = pc.createColors(outIsTerminal);
  const width = Math.min(120, Math.max(80, columns));
  const { metric, contenders } = report;
  const wrapped = (text: string) => wrap(text, width).join('\n');
  const lines = [
    paint.bold(`${metric.title} on ${visible(report.dataset.name)}`),
    ...howChosen(report).map(wrapped),
    '',
    table(contenders, metric, width),
    '',
    ...contenders.flatMap((contender) => [...storyOf(contender, metric).map((line) => wrapped(visible(line)))]),
    ...written.map((file, i) => (i === 0 ? `\nwrote    ${file}` : `         ${file}`)),
    ...(written.length > 0 ? [`next     npx watchbench run ${written[0]}`] : []),
  ];
  return `${plainSpaces(lines.join('\n')).replaceAll(/ +$/gm, '')}\n`;
}

function howChosen({ protocol, trials, seed, grain }: TuneReport): string[] {
  const where =
    protocol.kind === 'split'
      ? 'settings and threshold chosen on the validation recordings, judged on the test recordings'
      : `for each ${protocol.foldedBy} settings and threshold chosen on all the others, judged on it`;
  const fewer =
    trials.used < trials.asked
      ? ` Time ran out: of ${trials.asked} trials asked for every side has these ${trials.used}, and none has more.`
      : '';
  const finer = grain === 'shared' ? '' : `; factors of rules ${grain === 'by-rule' ? 'one per rule' : 'one per kind'}`;
  return [
    `${count(trials.used, 'trial')} of each contender, the first as shipped; seed ${seed}${finer}.${fewer}`,
    `Held out: ${where}. In-sample: both chosen on the judged recordings themselves.`,
  ];
}

/** Room for `0.84 [0.71, 0.93]`. */
const FIGURE_WIDTH = 19;

function table(contenders: readonly TunedContender[], metric: MetricCard, width: number): string {
  const names = nameWidth(contenders.map(({ name }) => name));
  const column = (head: string, wide = FIGURE_WIDTH) => ({ head, width: wide, align: 'left' as const });
  const rows = plainTable([
    { head: '', width: names, align: 'left' },
    column('shipped, held out'),
    column('tuned, in-sample'),
    column('tuned, held out'),
    column('optimism', width - names - 3 * FIGURE_WIDTH - 4),
  ]);
  for (const contender of contenders) {
    const cells =
      contender.kind === 'failed'
        ? ['failed', '', '', '']
        : [
            metricText(contender.asShipped.heldOut, metric),
            metricText(contender.tuned.inSample, metric),
            metricText(contender.tuned.heldOut, metric),
            estimateText(contender.optimism, metric),
          ];
    rows.push([visible(contender.name), ...cells.map(visible)]);
  }
  return rows.toString();
}

const estimateText = (estimate: Estimate, metric: MetricCard): string =>
  estimate.kind === 'undefined'
    ? `n/a (${estimate.reason})`
    : `${signed(estimate.value, metric)} ${signedInterval(estimate, metric)}`;

function storyOf(contender: TunedContender, metric: MetricCard): string[] {
  const { name } = contender;
  if (contender.kind === 'failed') return [`${name}: failed as shipped: ${contender.message} [${contender.code}]`];
  if (contender.dimensions.length === 0) return [`${name}: declares nothing to choose`];
  return [`${name}: ${gainText(contender.gain, metric)}. ${choiceText(contender)}${failuresText(contender)}`];
}

function gainText(gain: PairedDifference, metric: MetricCard): string {
  if (gain.kind === 'not-compared') return `whether tuning gains cannot be said (${gain.reason})`;
  const by = `${signed(gain.difference, metric)} ${signedInterval(gain.interval, metric)}`;
  switch (gain.standing) {
    case 'better':
      return `tuning gains ${by}`;
    case 'worse':
      return `tuning loses ${by}`;
    case 'equivalent':
      return `tuning makes no difference (${by}, margin ${gain.margin})`;
    case 'inconclusive':
      return `whether tuning gains is inconclusive (${by}, margin ${gain.margin})`;
  }
}

function choiceText({ chosen, differentSettings }: TunedEntry): string {
  const among = differentSettings === 1 ? 'of one setting' : `of ${differentSettings} different settings`;
  if (chosen.trial === 0) return `Best ${among}: as shipped`;
  const values = Object.entries(chosen.values).map(([dimension, value]) => `${dimension} ${valueText(value)}`);
  return `Best ${among}, trial ${chosen.trial + 1}: ${values.join(', ')}`;
}

const failuresText = ({ failedTrials }: Tuned): string =>
  failedTrials === 0 ? '' : `; ${count(failedTrials, 'trial')} failed`;

const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
