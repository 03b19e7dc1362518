import type { RunRecord } from '../../record/schema.ts';
import { replayCommand } from '../replay-command.ts';
import { SCOPE_MEANING, violationsOf } from '../violations.ts';
import { md } from './escape.ts';

/** Each violated property with what broke and the command that runs it again. */
export function behaviourSection(record: RunRecord): string {
  const violations = violationsOf(record);
  if (violations.length === 0) return '';
  const items = violations.map(({ contender, property, found }) => {
    const { runs, shrinks, reproduces } = found;
    return [
      `- **${md(contender)}: ${md(property.property)}** (${SCOPE_MEANING[property.scope]})`,
      `  ${md(property.claim)} Found in run ${runs}, shrunk ${shrinks} times, reproduces ${reproduces}: ${md(found.message)}`,
      '',
      '  ```sh',
      `  ${replayCommand(contender, property.property)}`,
      '  ```',
    ].join('\n');
  });
  return `## Violated properties\n\n${items.join('\n')}`;
}
