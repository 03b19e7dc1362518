import type { JsonObject } from '../../json.ts';
import { type Dimension, type Grain, type SearchSpace, spaceAt, type TrialValues } from '../search-space.ts';
import type { Parts, Side } from './hybrid-kind.ts';

interface HybridSpace {
  /** Of the kind itself. */
  readonly own: readonly Dimension[];
  /** The kind's own settings as the user gave them; those of its parts are not among them. */
  readonly raw: unknown;
  /** Every default filled in, the parts' too. */
  readonly config: JsonObject;
  readonly parts: Parts;
}

const SIDES: readonly Side[] = ['rules', 'model'];

/**
 * What a hybrid may choose: its own settings, and all that its parts may, as `rules.limits` or `model.window`. The
 * threshold of a part is not among it: the hybrid's own is searched on the common scale.
 * @returns undefined where there is nothing to choose
 */
export function hybridSearchSpace(of: HybridSpace): SearchSpace | undefined {
  const shared = spaceOf(of, 'shared');
  if (shared === undefined) return undefined;
  return { ...shared, finer: { 'by-kind': spaceOf(of, 'by-kind')!, 'by-rule': spaceOf(of, 'by-rule')! } };
}

function spaceOf({ own, raw, config, parts }: HybridSpace, grain: Grain): SearchSpace | undefined {
  const spaceOfPart = (side: Side) => {
    const { searchSpace } = parts[side].contender;
    return searchSpace && spaceAt(searchSpace, grain);
  };
  const [first, ...rest] = [
    ...own,
    ...SIDES.flatMap((side) =>
      (spaceOfPart(side)?.dimensions ?? []).map((dimension) => ({ ...dimension, name: `${side}.${dimension.name}` })),
    ),
  ];
  if (first === undefined) return undefined;
  /** Both parts, each as `settingsOf` has it. */
  const withParts = (settings: JsonObject, settingsOf: (side: Side) => JsonObject): JsonObject => ({
    ...settings,
    ...Object.fromEntries(SIDES.map((side) => [side, { use: parts[side].use, with: settingsOf(side) }])),
  });
  return {
    dimensions: [first, ...rest],
    configAt: (values) =>
      withParts({ ...config, ...ownOf(values) }, (side) => {
        return spaceOfPart(side)?.configAt(valuesOf(values, side)) ?? parts[side].contender.config;
      }),
    writtenAt: (values, keep) =>
      withParts({ ...(raw as JsonObject), ...ownOf(values) }, (side) => {
        const keepOfPart = (ending: string, text: string) => keep(`${side}.${ending}`, text);
        return spaceOfPart(side)?.writtenAt(valuesOf(values, side), keepOfPart) ?? parts[side].contender.config;
      }),
  };
}

const isOfPart = (name: string): boolean => SIDES.some((side) => name.startsWith(`${side}.`));

const ownOf = (values: TrialValues): TrialValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isOfPart(name)));

const valuesOf = (values: TrialValues, side: Side): TrialValues =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(`${side}.`) ? [[name.slice(side.length + 1), value]] : [],
    ),
  );
