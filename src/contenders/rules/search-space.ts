import { basename } from 'node:path';
import type { JsonObject } from '../../json.ts';
import type { SearchSpace, TrialValues } from '../search-space.ts';
import { type FactorOf, factorSpace } from './factor-space.ts';
import { type RuleSource, ruleFileDigest } from './read-rule-file.ts';
import { ruleParameters, scaled, withParameters } from './rule-parameters.ts';
import { editRuleText } from './write-rule-file.ts';

/**
 * Factors on the figures of a YAML rule file.
 * @returns undefined where the file has nothing to tune
 */
export function rulesSearchSpace(source: RuleSource, name: string): SearchSpace | undefined {
  const parameters = ruleParameters(source.rules);
  const changesAt = (factorOf: FactorOf) =>
    parameters.flatMap((parameter) => {
      const value = scaled(parameter, factorOf(parameter));
      return value === parameter.value ? [] : [{ path: parameter.path, value }];
    });
  return factorSpace({
    figures: parameters,
    configAt(factorOf) {
      const rules = withParameters(source.rules, changesAt(factorOf));
      return { name, sha256: ruleFileDigest(rules), rules: rules as unknown as JsonObject };
    },
    writtenAt(factorOf, keep, values) {
      const isJson = source.file.toLowerCase().endsWith('.json');
      const text = editRuleText(source, changesAt(factorOf));
      // JSON has no place for comments.
      return isJson
        ? { file: keep('rules.json', text) }
        : { file: keep('rules.yaml', foreword(basename(source.file), values) + text) };
    },
  });
}

function foreword(file: string, values: TrialValues): string {
  const factors = Object.entries(values).map(([dimension, factor]) => `${dimension} by ${factor}`);
  return `# ${file} with its figures multiplied and rounded: ${factors.join(', ') || 'none of them'}.
# Comments and summaries are those of that file, and may speak of its figures.
#
`;
}
