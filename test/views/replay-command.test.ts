import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayCommand } from '../../src/views/replay-command.ts';
import { HOSTILE } from './hostile-record.ts';

/** The words bash reads a line as. */
function words(line: string): string[] {
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { env: { LC_ALL: 'C.UTF-8' } }).toString(
    'utf8',
  );
  return printed.split('\0').slice(0, -1);
}

describe('the replay command', () => {
  it('is plain where names are plain', () => {
    expect(replayCommand('rules', 'inputs-are-not-changed')).toBe(
      'npx watchbench replay record.json --contender rules --property inputs-are-not-changed',
    );
  });

  it('is one line that a shell reads as the very same names', () => {
    const nameOf = fc.string({
      minLength: 1,
      unit: fc.constantFrom('a', ' ', "'", '"', '$', '`', '\\', '\n', '\u001b', '!', '|', '\u2028', 'é', '0'),
    });
    fc.assert(
      fc.property(nameOf, (name) => {
        const command = replayCommand(name, 'p');
        for (const control of ['\n', '\u001b', '\u2028']) expect(command).not.toContain(control);
        expect(words(command)[5]).toBe(name);
      }),
      { numRuns: 40, examples: [[HOSTILE]] },
    );
  });
});
