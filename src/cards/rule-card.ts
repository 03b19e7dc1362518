import { selects } from '../contenders/rules/channel-selector.ts';
import { type RuleInWords, ruleInWords } from '../contenders/rules/rule-words.ts';
import type { RuleFile } from '../contenders/rules/schema.ts';
import { parseChannelName } from '../telemetry/channel-name.ts';
import { count, list } from '../views/format.ts';
import { md } from '../views/markdown/escape.ts';
import { mdTable } from '../views/markdown/table.ts';
import { type MeasuredIn, measuredBlindSpots, measuredSection } from './measured.ts';
import { bullets, section, sentence, whole } from './sections.ts';

/**
 * A rule file for somebody who has to live with its pages: every rule in words, its constants, what it does not see.
 * @param path as the reader will name the file
 * @param digest over the file's content with every default filled in
 */
export function ruleCard(file: RuleFile, path: string, digest: string, measured: MeasuredIn | null): string {
  const { rules } = file;
  const alerting = file.rules.filter(({ alert }) => alert).length;
  return whole([
    `# Rule card: ${md(file.name)}`,
    file.description === undefined ? '' : md(sentence(file.description)),
    `${count(rules.length, 'rule')}, ${alerting === rules.length ? 'each of which' : `${alerting} of which`} may page. This card is made from the file; nothing in it is written by hand.`,
    mdTable(['', ''], [['file', path].map(md), ['digest', digest].map(md)]),
    section('Reading it', READING),
    rulesSection(file),
    blindSpots(measured, path),
    measuredSection(measured, howToMeasure(path)),
  ]);
}

/** Every rule of a file in words. */
export const rulesSection = (file: RuleFile): string =>
  section('The rules', ...file.rules.map((rule) => oneRule(ruleInWords(rule))));

const READING =
  'The score of a row is that of its worst rule: 1 and more is firing, below it how far the rule has come. A page names every rule that fires. A row on which no rule can tell is an abstention, not quiet. Times are of the day and week in UTC.';

const howToMeasure = (path: string): string =>
  `\`watchbench run\` with \`{ use: rules, with: { file: ${path} } }\` measures it; \`watchbench card ${path} --record <record.json>\` puts what was measured here.`;

function oneRule({ name, summary, sentences, blindTo, constants }: RuleInWords): string {
  const why = summary === null ? '' : `*${md(sentence(summary))}*`;
  const numbers = constants.map(([key, value]) => `${md(key)} ${md(value)}`).join(' · ');
  const parts = [
    `### ${md(name)}`,
    why,
    md(sentences),
    `Constants: ${numbers}`,
    `Does not see: ${md(blindTo.join('; '))}.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function blindSpots(measured: MeasuredIn | null, path: string): string {
  const unlooked = measured === null ? '' : unwatched(measured);
  const found = measured === null ? '' : measuredBlindSpots(measured);
  if (measured === null) return section('Known blind spots of them all', `Not measured: ${howToMeasure(path)}`);
  return section(
    'Known blind spots of them all',
    [unlooked, found].filter((part) => part !== '').join('\n') || 'The run of this card shows none.',
  );
}

/** Channels of the dataset that no rule looks at; the rules travel in the plan. */
function unwatched({ record, contender }: MeasuredIn): string {
  const { rules } = contender.config.rules as unknown as RuleFile;
  const names = record.plan.dataset.channels.flatMap(({ name, unit, kind }) => {
    const channel = { labels: parseChannelName(name), unit, kind };
    const isWatched = rules.some((rule) => rule.kind !== 'k-of-n' && selects(rule.channel, channel));
    return isWatched ? [] : [name];
  });
  return names.length === 0 ? '' : bullets([`no rule looks at ${list(names)}`]);
}
