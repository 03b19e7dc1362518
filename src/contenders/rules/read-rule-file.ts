import { sha256 } from '../../digest.ts';
import type { Place } from '../../faults.ts';
import { canonicalJson, type Json } from '../../json.ts';
import {
  type Path,
  type PositionedDocument,
  parseDocument,
  readDocument,
} from '../../telemetry/positioned-document.ts';
import { validateDocument } from '../../telemetry/validate-document.ts';
import { type RuleFile, ruleFileSchema } from './schema.ts';

/** A rule file that is right in itself, and where each of its parts stands. */
export interface RuleSource {
  readonly rules: RuleFile;
  /** Over the content with every default filled in: comments and order of keys do not matter. */
  readonly sha256: string;
  readonly file: string;
  /** As its author wrote it. */
  readonly text: string;
  placeOf(path: Path): Place | undefined;
}

/**
 * @throws InputError with every fault, each with file, line and column: those of `readDocument` and
 * `validateDocument`, `rules/limit`, `rules/clear-side`, `rules/duplicate-name`, `rules/unknown-rule`, `rules/cycle`, …
 */
export async function readRuleFile(path: string): Promise<RuleSource> {
  return fromDocument(await readDocument(path));
}

/** The same for text already read; `file` names it in faults. */
export function parseRuleFile(text: string, file: string): RuleSource {
  return fromDocument(parseDocument(text, file));
}

function fromDocument(document: PositionedDocument): RuleSource {
  const rules = validateDocument(ruleFileSchema, document);
  const { file, text } = document;
  return { rules, sha256: ruleFileDigest(rules), file, text, placeOf: (path) => document.placeOf(path) };
}

export function ruleFileDigest(rules: RuleFile): string {
  return sha256(canonicalJson(rules as unknown as Json));
}
