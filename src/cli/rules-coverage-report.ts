import type { CoverageCount, RefusedName, RuleCoverage } from '../contenders/rules/prometheus/coverage/coverage.ts';
import type { DataCoverage, RuleSight, Sight } from '../contenders/rules/prometheus/coverage/data-coverage.ts';
import { formatPlace } from '../faults.ts';

export function coverageJson(coverage: RuleCoverage) {
  const { data, ...rest } = coverage;
  return { ...rest, data: data === null ? null : dataJson(data) };
}

const dataJson = ({ name, recordings, rules }: DataCoverage) => ({
  name,
  recordings,
  alerts: sightsOf(rules, 'alert'),
  recordingRules: sightsOf(rules, 'recording'),
  rules: rules.map(({ group, rule, sight, unmatched }) => ({
    group: group.name,
    kind: rule.kind,
    rule: rule.name,
    place: rule.place,
    sight,
    unmatched,
  })),
});

const SIGHTS: readonly Sight[] = ['all', 'some', 'none', 'no-selector', 'seeks-absence'];

function sightsOf(rules: readonly RuleSight[], kind: 'alert' | 'recording'): Record<Sight, number> {
  const own = rules.filter(({ rule }) => rule.kind === kind);
  const count = (sight: Sight) => own.filter((each) => each.sight === sight).length;
  return Object.fromEntries(SIGHTS.map((sight) => [sight, count(sight)])) as Record<Sight, number>;
}

/** Counts first, then whatever is not evaluated, by name and place, then what the data does not show. */
export function coverageText(coverage: RuleCoverage, columns: number): string {
  const { alerts, recordings, files, refused, unwritten, uses, data } = coverage;
  const width = Math.max(4, ...files.map(({ file }) => file.length));
  const row = (name: string, ...cells: readonly (string | number)[]) =>
    `${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(10)).join('')}`.trimEnd();
  const counts = (name: string, a: CoverageCount, r: CoverageCount) =>
    row(name, a.evaluated, a.refused, r.evaluated, r.refused);
  const lines = [
    row('', 'alerts', '', 'recording', ''),
    row('file', 'evaluated', 'refused', 'evaluated', 'refused'),
    ...files.map((file) => counts(file.file, file.alerts, file.recordings)),
    counts('all', alerts, recordings),
    '',
    `${share(alerts, 'alert')}; ${share(recordings, 'recording rule')}`,
    ...named('Not evaluated:', refused),
    ...named('Annotations that are left as they are written:', unwritten),
    '',
    ...wrapped(
      'Used by those evaluated:',
      uses.map(({ construct, rules }) => `${construct} ${rules}`),
      columns,
    ),
    ...(data === null ? [] : ['', ...dataLines(data)]),
  ];
  return `${lines.join('\n')}\n`;
}

function share({ evaluated, refused }: CoverageCount, noun: string): string {
  const all = evaluated + refused;
  if (all === 0) return `no ${noun}s`;
  return `${evaluated} of ${all} ${noun}${all === 1 ? '' : 's'} evaluated (${Number(((100 * evaluated) / all).toFixed(1))} %)`;
}

const named = (title: string, names: readonly RefusedName[]): string[] =>
  names.length === 0
    ? []
    : [
        '',
        title,
        ...names.flatMap(({ construct, what, rules }) => [
          `  ${construct} ${what}: ${rules.length}`,
          ...rules.map(({ rule, place }) => `    ${formatPlace(place)}  ${rule}`),
        ]),
      ];

function dataLines({ name, recordings, rules }: DataCoverage): string[] {
  const { all, some, none, 'no-selector': needNone, 'seeks-absence': absence } = sightsOf(rules, 'alert');
  const blind = rules.filter(({ unmatched }) => unmatched.length > 0);
  return [
    `Over ${name} (${recordings} recording${recordings === 1 ? '' : 's'}): ${all} alerts see all they ask for, ${some} a part of it, ${none} nothing at all` +
      `${needNone > 0 ? `; ${needNone} need no data` : ''}${absence > 0 ? `; looking for absence, and finding it: ${absence}` : ''}.`,
    ...(none > 0 ? ['An alert that sees nothing does not fire, and that it did not is no evidence of anything.'] : []),
    ...(blind.length > 0 ? ['', 'Selectors that match no series:'] : []),
    ...blind.flatMap(({ rule, unmatched, sight }) => [
      `  ${rule.name}${sight === 'none' ? ' (never saw data)' : ''}`,
      ...unmatched.map(({ text, place }) => `    ${formatPlace(place)}  ${text}`),
    ]),
  ];
}

/** Items on lines of that width, indented after the first. */
function wrapped(title: string, items: readonly string[], columns: number): string[] {
  const lines = [title];
  items.forEach((item, i) => {
    const word = i < items.length - 1 ? `${item},` : item;
    const line = lines.at(-1)!;
    if (line.length + word.length + 1 > columns) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  });
  return lines;
}
