import type { ModelFacts } from '../contenders/model/model-facts.ts';
import type { RuleFile } from '../contenders/rules/schema.ts';
import { formatDuration } from '../duration.ts';
import type { Json } from '../json.ts';
import type { ArtefactFile } from '../run/artefact-file.ts';
import { bytes, count, list, time } from '../views/format.ts';
import { md } from '../views/markdown/escape.ts';
import { mdTable } from '../views/markdown/table.ts';
import { type MeasuredIn, measuredBlindSpots, measuredSection } from './measured.ts';
import { rulesSection } from './rule-card.ts';
import { bullets, section, whole } from './sections.ts';

/**
 * A saved contender for somebody who has to decide whether it may watch: what it is, what it learned from, what it is
 * meant for, what it does not see. After M. Mitchell et al., Model Cards for Model Reporting (2019).
 * @param path as the reader will name the file
 * @param facts null for a contender that has no network
 */
export function modelCard(
  file: ArtefactFile,
  path: string,
  facts: ModelFacts | null,
  measured: MeasuredIn | null,
): string {
  const { contender } = file;
  const kind = facts === null ? 'contender' : 'model';
  return whole([
    `# ${kind === 'model' ? 'Model' : 'Contender'} card: ${md(contender.name)}`,
    `${introduction(file, kind)} This card is made from its file; nothing in it is written by hand.`,
    whatItIs(file, path, facts),
    intendedUse(file),
    facts === null ? '' : section('How it decides', bullets(facts.decides)),
    learnedFrom(file, facts),
    contender.use === 'rules' ? rulesSection(contender.config.rules as unknown as RuleFile) : '',
    facts === null ? '' : section('When it says that it cannot tell', bullets(facts.abstains)),
    blindSpots(facts, measured, path),
    measuredSection(measured, howToMeasure(path)),
    settings(file),
  ]);
}

function introduction({ contender, data }: ArtefactFile, kind: string): string {
  const of = `A ${kind} of kind ${md(contender.use)}`;
  return contender.traits.learns
    ? `${of} that has learned from ${md(data.title)}.`
    : `${of}, which learns nothing, as it was set up for ${md(data.title)}.`;
}

const howToMeasure = (path: string): string =>
  `\`watchbench run --contenders rules,${path}\` measures it; \`watchbench card ${path} --record <record.json>\` puts what was measured here.`;

function whatItIs(file: ArtefactFile, path: string, facts: ModelFacts | null): string {
  const { contender, seed, backend, learned, sha256, writtenBy, threshold } = file;
  const rows: (readonly [string, string])[] = [
    ['file', `${path} (${bytes(Buffer.byteLength(learned, 'base64'))} of what it learned)`],
    ['digest', sha256],
    ...(facts === null ? [] : [['network', facts.network] as const]),
    ['seed', contender.traits.randomness === 'none' ? 'none: nothing in it is drawn' : String(seed)],
    ...(backend === null ? [] : [['decides', backend] as const]),
    ['alert', `a score of ${threshold} or more; a run chooses a threshold of its own, where it is not judged`],
    ['written by', `watchbench ${writtenBy}`],
  ];
  return section(
    'What it is',
    mdTable(
      ['', ''],
      rows.map((cells) => cells.map(md)),
    ),
  );
}

function intendedUse({ data }: ArtefactFile): string {
  const step = data.stepMs === null ? '' : `, a row every ${formatDuration(data.stepMs)}`;
  return section(
    'Intended use',
    `**Meant for** telemetry of the system it learned from: ${count(data.channels.length, 'channel')}${step}. It says row by row how unusual the system is, with causes, so that a policy can page a person.`,
    `**Not meant for** another system or another sampling step (what it learned is in rows and in these units); for acting without a person or a guard where a wrong action costs more than a page; for anything it was not measured on.`,
  );
}

function learnedFrom({ data }: ArtefactFile, facts: ModelFacts | null): string {
  const from = data.recordings.map(({ id, rows, startMs, endMs }) =>
    [id, String(rows), `${time(startMs)} to ${time(endMs)}`, formatDuration(daysOf(endMs - startMs))].map(md),
  );
  const about = `${md(data.title)} (${md(data.name)}, licence ${md(data.licence)}, ${md(data.digest)}). Labels were not looked at by a model; what was wrong in these rows is usual to it.`;
  return section(
    'What it learned from',
    about,
    mdTable(['recording', 'rows', 'period (UTC)', 'length'], from),
    channels(data, facts),
  );
}

/** To the hour: nobody reads the seconds of three weeks. */
const daysOf = (ms: number): number => Math.max(3_600_000, Math.round(ms / 3_600_000) * 3_600_000);

function channels(data: ArtefactFile['data'], facts: ModelFacts | null): string {
  const rows = data.channels.map(({ name, unit, kind }) => {
    const fact = facts?.channels.find((each) => each.name === name);
    const note = fact?.isConstant === true ? 'never moved: any other reading is five standard deviations away' : '';
    return [name, kind, unit, fact?.usual ?? 'n/a', note].map(md);
  });
  if (facts !== null) return mdTable(['channel', 'kind', 'unit', 'usual', ''], rows);
  return mdTable(
    ['channel', 'kind', 'unit'],
    rows.map((cells) => cells.slice(0, 3)),
  );
}

function blindSpots(facts: ModelFacts | null, measured: MeasuredIn | null, path: string): string {
  const byNature = facts === null ? '' : `By its construction:\n\n${bullets(facts.blindTo)}`;
  const found = measured === null ? '' : measuredBlindSpots(measured);
  const known = found === '' ? 'The run of this card shows none.' : `Shown by the run below:\n\n${found}`;
  const unknown = `Not measured: ${howToMeasure(path)}`;
  return section('Known blind spots', byNature, measured === null ? unknown : known);
}

function settings({ contender }: ArtefactFile): string {
  const entries = Object.entries(contender.config).filter(([key]) => key !== 'rules');
  const claims = contender.traits.claims;
  const promises =
    claims.length === 0 ? '' : `It claims of itself, and "watchbench check" holds it to: ${list(claims.map(md))}.`;
  const rows = entries.map(([name, value]) => [name, textOf(value)].map(md));
  return section('Settings', promises, rows.length === 0 ? 'It has none.' : mdTable(['setting', 'value'], rows));
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
