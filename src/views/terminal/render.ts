import pc from 'picocolors';
import type { RunRecord } from '../../record/schema.ts';
import { verdictOf } from '../../verdict/verdict.ts';
import { plainSpaces } from '../format.ts';
import { type MatrixCell, type MatrixRow, matrixOf } from '../matrix.ts';
import { promiseSentence, promisesOf } from '../promises.ts';
import { undefinedFigures } from '../undefined-figures.ts';
import { verdictText } from '../verdict-sentence.ts';
import { visible } from '../visible.ts';
import { accuracyTable, shownMetrics } from './accuracy-table.ts';
import { type Colours, type Paint, paintWith } from './paint.ts';
import { seedsTable } from './seeds-table.ts';
import { studiesTable } from './studies-table.ts';
import { wrap } from './wrap.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Width of the terminal; text is laid out for 80 to 120. */
  readonly columns: number;
}

const WIDTH = { least: 80, most: 120 } as const;

/** Verdict first, then accuracy, then the other three studies, then what is missing and why. Ends with a line end. */
export function renderTerminal(record: RunRecord, options: TerminalOptions = { color: false, columns: 100 }): string {
  const width = Math.min(WIDTH.most, Math.max(WIDTH.least, options.columns));
  const colours = pc.createColors(options.color);
  const paint = paintWith(colours);
  const rows = matrixOf(record);
  const parts = [
    colours.bold(visible(record.plan.title)),
    '',
    ...verdictLines(record, width, colours),
    '',
    colours.bold('Accuracy') + colours.dim('  threshold chosen on data it is not judged on; 95 % intervals'),
    accuracyTable(record, rows, width, paint),
    ...overSeeds(record, width, colours),
    ...otherStudies(record, rows, width, colours),
    ...notes(record, rows, width, paint),
  ];
  return `${plainSpaces(parts.join('\n')).replaceAll(/ +$/gm, '')}\n`;
}

function overSeeds(record: RunRecord, width: number, colours: Colours): string[] {
  const lines = seedsTable(record, width);
  const legend = colours.dim('  mean (standard deviation); pages that another seed has not');
  return lines.length === 0 ? [] : ['', colours.bold('Over the seeds') + legend, ...lines];
}

function otherStudies(record: RunRecord, rows: readonly MatrixRow[], width: number, colours: Colours): string[] {
  if (record.plan.studies.every((study) => study === 'accuracy')) return [];
  const legend = colours.dim('  (< x %): at most that share can be otherwise, at 95 %');
  return ['', colours.bold('The other studies') + legend, studiesTable(record, rows, width, paintWith(colours))];
}

function verdictLines(record: RunRecord, width: number, colours: Colours): string[] {
  const { headline, caveats } = verdictText(record, verdictOf(record));
  return [
    ...wrap(visible(headline), width).map(colours.bold),
    ...caveats.flatMap(({ weight, text }) => {
      const lines = marked('!', text, width);
      return weight === 'serious' ? lines.map(colours.yellow) : lines.map(colours.dim);
    }),
  ];
}

/** One line for each cell that failed, is missing or breaks something, each promise, and for figures with no value: why. */
function notes(record: RunRecord, rows: readonly MatrixRow[], width: number, paint: Paint): string[] {
  const aboutCells = rows.flatMap(({ contender, cells }) =>
    Object.entries(cells)
      .filter(
        ([study, cell]: [string, MatrixCell]) =>
          record.plan.studies.some((planned) => planned === study) && needsWords(cell),
      )
      .flatMap(([study, { detail, tone }]) =>
        marked('-', `${contender.name}, ${study}: ${detail}`, width).map(paint[tone]),
      ),
  );
  const aboutFigures = undefinedFigures(
    record,
    shownMetrics(record, width).map(({ id }) => id),
  ).flatMap((text) => marked('-', text, width).map(paint.none));
  const aboutPromises = promisesOf(record).flatMap((promise) =>
    marked('-', promiseSentence(promise), width).map(paint[promise.verdict === 'broken' ? 'bad' : 'none']),
  );
  const lines = [...aboutCells, ...aboutPromises, ...aboutFigures];
  return lines.length === 0 ? [] : ['', ...lines];
}

const needsWords = ({ tone }: MatrixCell): boolean => tone === 'bad' || tone === 'none';

function marked(mark: string, text: string, width: number): string[] {
  return wrap(visible(text), width - 2).map((line, i) => `${i === 0 ? mark : ' '} ${line}`);
}
