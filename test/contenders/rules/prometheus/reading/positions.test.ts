import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, isScalar, Scalar, visit } from 'yaml';
import { fileText } from '../../../../../src/contenders/rules/prometheus/reading/positioned-text.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { scalarText } from '../../../../../src/contenders/rules/prometheus/reading/scalar-text.ts';
import { parseYamlDocuments } from '../../../../../src/contenders/rules/prometheus/reading/yaml-documents.ts';
import { refusedWith } from '../refused-with.ts';

/** What stands in the file where the text's character at this offset is said to stand. */
function charAt(file: string, { line, column }: { line?: number; column?: number }): string {
  return file.split('\n')[line! - 1]?.[column! - 1] ?? '';
}

const STYLES = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
const words = fc.array(
  fc.constantFrom('sum', 'by', '(job)', '\n', '\n  ', ' ', '"it\'s"', '{a="b c"}', '> 1', 'ä', '🙂'),
  {
    minLength: 1,
    maxLength: 25,
  },
);

describe('positions in scalars', () => {
  it.each(STYLES)(
    'every character of a %s scalar is where it is said to be, whatever the text and the indentation',
    (style) => {
      fc.assert(
        fc.property(words, fc.integer({ min: 1, max: 7 }), (parts, indent) => {
          const text = `x ${parts.join(' ')} y`;
          const scalar = new Scalar(text);
          scalar.type = style;
          const file = new Document({ a: [{ expr: scalar }] }).toString({ indent, lineWidth: 30 });
          const [document] = parseYamlDocuments(fileText('f', file), []);
          visit(document!.root, (key, node) => {
            if (key === 'key' || !isScalar(node)) return;
            const read = scalarText(document!.within, node);
            for (const [i, char] of read.text.split('').entries()) {
              if (/[\s"\\]/.test(char)) continue;
              expect({ i, char: charAt(file, read.placeAt(i)) }).toEqual({ i, char });
            }
          });
        }),
        { numRuns: 150 },
      );
    },
  );
});

/** A rule file around an expression that is written out as it is given. */
const withExpr = (expr: string) => `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: ${expr}\n`;

describe('positions of faults in expressions', () => {
  it.each([
    ['plain', 'sum(BAD!)'],
    ['plain over two lines', 'sum(\n          BAD!)'],
    ['single quotes', `'sum(x{a="it''s"} + BAD!)'`],
    ['double quotes with escapes', '"sum(x{a=\\"\\u0041\\"} +\\n BAD!)"'],
    ['a literal block', '|\n          sum(\n            BAD!\n          )'],
    ['a literal block with an indentation indicator', '|2-\n            sum(\n          BAD!\n          )'],
    ['a folded block', '>-\n          sum(\n\n            x\n          + BAD!\n          )'],
  ])('%s', (_, expr) => {
    const file = withExpr(expr);
    const [fault] = refusedWith(() => parseRuleFile(file, 'r.yml'));
    expect(fault).toMatchObject({ code: 'prometheus/expression' });
    const { line, column } = fault!.place!;
    const rest = file.split('\n')[line! - 1]!.slice(column! - 1);
    // Prometheus' grammar stumbles over the exclamation mark.
    expect(rest).toMatch(/^!/);
  });

  it('in a block scalar of a ConfigMap in a list, through both indentations', () => {
    const file = `apiVersion: v1
kind: List
items:
  - kind: ConfigMap
    metadata: { name: rules }
    data:
      README.md: not rules
      web.yml: |
        groups:
          - name: g
            rules:
              - alert: A
                expr: |
                  sum(
                    BAD!
                  )
`;
    const [fault, ...others] = refusedWith(() => parseRuleFile(file, 'cm.yml'));
    expect(others).toEqual([]);
    expect(fault!.place).toEqual({ file: 'cm.yml', line: 15, column: 24 });
  });
});
