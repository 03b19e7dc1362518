import type { JsonObject } from '../../../json.ts';
import type { SearchSpace } from '../../search-space.ts';
import { editText } from '../edit-text.ts';
import { type FactorOf, factorSpace } from '../factor-space.ts';
import { type Alarms, parseAlarms } from './read-alarms.ts';
import { tunableFigures } from './tunable-figures.ts';

/**
 * Factors on the thresholds of alarms and on how many data points must breach out of how many; its kinds are the metrics.
 * The document of `describe-alarms` is written with these figures replaced and no other byte changed.
 * @param settings as the user gave them
 * @param configWith the configuration with other alarms
 * @returns undefined where there is nothing to tune
 */
export function cloudwatchSearchSpace(
  alarms: Alarms,
  settings: JsonObject,
  configWith: (alarms: Alarms) => JsonObject,
): SearchSpace | undefined {
  const { text, file } = alarms;
  const figures = tunableFigures(alarms);
  const tuned = (factorOf: FactorOf) => {
    const edits = figures.map((figure) => ({ ...figure, text: figure.spelledAt(factorOf) }));
    // A number that stays what it is stays spelled as it is: 220.0.
    return editText(
      text,
      edits.filter((edit) => Number(edit.text) !== Number(text.slice(edit.from, edit.to))),
    );
  };
  return factorSpace({
    figures,
    configAt: (factorOf) => configWith(parseAlarms(tuned(factorOf), file)),
    writtenAt: (factorOf, keep) => ({
      ...settings,
      file: keep(file.toLowerCase().endsWith('.json') ? 'alarms.json' : 'alarms.yaml', tuned(factorOf)),
    }),
  });
}
