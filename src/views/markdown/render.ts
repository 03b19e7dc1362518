import type { RunRecord } from '../../record/schema.ts';
import { verdictOf } from '../../verdict/verdict.ts';
import { disagreementsOfSides } from '../sides.ts';
import { verdictText } from '../verdict-sentence.ts';
import { accuracySections } from './accuracy-sections.ts';
import { behaviourSection } from './behaviour-section.ts';
import { disagreementSection } from './disagreement-section.ts';
import { md } from './escape.ts';
import { gapsSection } from './gaps-section.ts';
import { matrixSection } from './matrix-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { recordingSection } from './recording-section.ts';
import { seedsSection } from './seeds-section.ts';

/** A summary for a pull request or a folder of reports: GitHub Markdown, verdict first, provenance last. */
export function renderMarkdown(record: RunRecord): string {
  const verdict = verdictOf(record);
  const { headline, caveats } = verdictText(record, verdict);
  const sections = [
    `# ${md(record.plan.title)}`,
    `**${md(headline)}**`,
    caveats.map(({ weight, text }) => `- ${weight === 'serious' ? '⚠ ' : ''}${md(text)}`).join('\n'),
    matrixSection(record),
    seedsSection(record),
    ...accuracySections(record),
    recordingSection(record),
    disagreementSection(disagreementsOfSides(record, verdict)),
    behaviourSection(record),
    gapsSection(record),
    provenanceSection(record),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
