import { describeModel } from '../contenders/model/describe-model.ts';
import { readRuleFile } from '../contenders/rules/read-rule-file.ts';
import { canonicalJson } from '../json.ts';
import type { ContenderInfo, RunRecord } from '../record/schema.ts';
import { type ArtefactFile, readArtefactFile } from '../run/artefact-file.ts';
import { measuredIn } from './measured.ts';
import { modelCard } from './model-card.ts';
import { ruleCard } from './rule-card.ts';

/**
 * The card of a saved contender (`.json`) or of a rule file (YAML), in Markdown.
 * @param named the file as the card is to name it
 * @param record a run it took part in; null: nothing was measured
 * @throws InputError `card/not-in-record`, those of `readArtefactFile` and of `readRuleFile`
 */
export async function cardOf(path: string, named: string, record: RunRecord | null): Promise<string> {
  if (path.endsWith('.json')) return cardOfArtefact(await readArtefactFile(path), named, record);
  const { rules, sha256 } = await readRuleFile(path);
  const isIt = ({ config }: ContenderInfo) => config.sha256 === sha256;
  return ruleCard(rules, named, sha256, record && measuredIn(record, named, isIt));
}

export function cardOfArtefact(file: ArtefactFile, named: string, record: RunRecord | null): string {
  const { contender, learned, data, sha256, seed } = file;
  const facts = describeModel(contender.use, Buffer.from(learned, 'base64'), data.stepMs);
  /** The file itself took part, or a contender that learned the same: same settings, data and seed. */
  const isIt = ({ use, config }: ContenderInfo) =>
    config.sha256 === sha256 ||
    (use === contender.use &&
      canonicalJson(config) === canonicalJson(contender.config) &&
      record?.plan.dataset.digest === data.digest &&
      (contender.traits.randomness === 'none' || record.plan.seeds[0] === seed));
  return modelCard(file, named, facts, record && measuredIn(record, named, isIt));
}
