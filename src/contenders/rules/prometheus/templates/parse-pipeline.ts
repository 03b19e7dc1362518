import { KNOWN_FUNCTIONS, TEMPLATE_FUNCTIONS } from './functions.ts';
import { type Command, invalid, type Operand, type Pipeline, refused } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** What is declared around a pipeline, and what it turns out to use. */
export interface PipelineScope {
  isKnown(variable: string): boolean;
  declare(variable: string): void;
  readonly used: { queries: boolean; readsValue: boolean };
}

/** `$x := command | command`, all of an action or what stands in parentheses. */
export function parsePipeline(reader: TokenReader, context: string, scope: PipelineScope): Pipeline {
  const pipeline = pipelineUntil(reader, context, scope, 0);
  const left = reader.peek();
  if (left !== undefined) throw invalid(`unexpected ${JSON.stringify(left.text)} in ${context}`, left.offset);
  return pipeline;
}

/** Brackets within brackets beyond this are nobody's template. */
const DEEPEST = 100;

function pipelineUntil(reader: TokenReader, context: string, scope: PipelineScope, depth: number): Pipeline {
  if (depth > DEEPEST) throw refused(`more than ${DEEPEST} brackets in each other`, reader.offset());
  reader.skipSpace();
  const offset = reader.offset();
  const commands: Command[] = [];
  let operands: Operand[] = [];
  let declaration: { variables: readonly string[]; assigns: boolean } = { variables: [], assigns: false };
  const close = () => {
    if (operands.length === 0)
      throw invalid(`missing value for ${commands.length === 0 ? context : 'command'}`, reader.offset());
    const [first] = operands;
    if (commands.length > 0 && first!.kind !== 'function') {
      throw invalid('non executable command in pipeline', first!.offset);
    }
    commands.push({ offset: first!.offset, operands });
    operands = [];
  };
  for (;;) {
    reader.skipSpace();
    const token = reader.peek();
    if (token === undefined || token.text === ')') break;
    if (token.kind === 'symbol' && token.text === '|') {
      close();
      reader.next();
      continue;
    }
    if (token.kind === 'symbol' && token.text !== '(') {
      declaration = declared(reader, operands, commands, context, scope);
      operands = [];
      continue;
    }
    operands.push(operand(reader, scope, depth));
  }
  close();
  return { offset, ...declaration, commands };
}

/** What has been read so far was a declaration: `$x :=`, `$x =`, or in a range `$i, $x :=`. */
function declared(
  reader: TokenReader,
  operands: readonly Operand[],
  commands: readonly Command[],
  context: string,
  scope: PipelineScope,
): { variables: readonly string[]; assigns: boolean } {
  const symbol = reader.next()!;
  const [first, second] = operands;
  const unexpected = () => invalid(`unexpected ${JSON.stringify(symbol.text)} in ${context}`, symbol.offset);
  if (commands.length > 0 || first?.kind !== 'variable' || first.fields.length > 0 || second !== undefined) {
    throw unexpected();
  }
  const variables = [first.name];
  let sign = symbol;
  if (symbol.text === ',') {
    reader.skipSpace();
    const other = reader.next();
    reader.skipSpace();
    const next = reader.next();
    if (context !== 'range' || other?.kind !== 'variable' || next === undefined) throw unexpected();
    variables.push(other.text);
    sign = next;
  }
  if (sign.text !== ':=' && sign.text !== '=') throw unexpected();
  const assigns = sign.text === '=';
  for (const name of variables) {
    if (!assigns) scope.declare(name);
    else if (!scope.isKnown(name)) throw invalid(`undefined variable ${JSON.stringify(name)}`, first.offset);
  }
  return { variables, assigns };
}

function operand(reader: TokenReader, scope: PipelineScope, depth: number): Operand {
  const token = reader.next()!; // the caller has peeked
  const { offset, text } = token;
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', offset, value: unquoted(text, offset) };
    case 'number':
      return { kind: 'literal', offset, value: numberOf(text, offset) };
    case 'word':
      return word(text, offset, scope);
    case 'dot':
    case 'field': {
      const fields = [...(token.kind === 'field' ? [text.slice(1)] : []), ...fieldsOf(reader)];
      if (fields[0] === 'Value' || fields.length === 0) scope.used.readsValue = true;
      return { kind: 'dot', offset, fields };
    }
    case 'variable':
      return variable(reader, text, offset, scope);
    default: {
      const pipeline = pipelineUntil(reader, 'parenthesized pipeline', scope, depth + 1);
      if (reader.next()?.text !== ')') throw invalid('unclosed left paren', offset);
      return { kind: 'pipeline', offset, pipeline, fields: fieldsOf(reader) };
    }
  }
}

function variable(reader: TokenReader, name: string, offset: number, scope: PipelineScope): Operand {
  const fields = fieldsOf(reader);
  if (name === '$value' || (name === '$' && (fields[0] === 'Value' || fields.length === 0))) {
    scope.used.readsValue = true;
  }
  if (scope.isKnown(name)) return { kind: 'variable', offset, name, fields };
  reader.skipSpace();
  if (!/^(:=|,)$/.test(reader.peek()?.text ?? '')) {
    throw invalid(`undefined variable ${JSON.stringify(name)}`, offset);
  }
  return { kind: 'variable', offset, name, fields };
}

function word(text: string, offset: number, scope: PipelineScope): Operand {
  if (text === 'true' || text === 'false') return { kind: 'literal', offset, value: text === 'true' };
  if (text === 'nil') return { kind: 'nil', offset };
  if (text === 'query') scope.used.queries = true;
  if (TEMPLATE_FUNCTIONS.has(text)) return { kind: 'function', offset, name: text };
  if (KNOWN_FUNCTIONS.includes(text)) throw refused(text, offset);
  throw invalid(`function ${JSON.stringify(text)} not defined`, offset);
}

function fieldsOf(reader: TokenReader): string[] {
  const fields: string[] = [];
  while (reader.peek()?.kind === 'field') fields.push(reader.next()!.text.slice(1));
  return fields;
}

function numberOf(text: string, offset: number): number | bigint {
  const plain = text.replaceAll('_', '');
  const isWhole = /^[+-]?(?:\d+|0[xXbBoO][\da-fA-F]+)$/.test(plain);
  if (!isWhole) return Number(plain);
  const digits = plain.replace(/^[+-]/, '');
  if (/^0\d/.test(digits)) throw refused('an octal number', offset);
  return plain.startsWith('-') ? -BigInt(digits) : BigInt(digits);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

function unquoted(text: string, offset: number): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text
    .slice(1, -1)
    .replaceAll(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.)/gs, (_, sequence: string) => {
      if (sequence.length > 1) {
        const code = /^[xuU]/.test(sequence) ? Number.parseInt(sequence.slice(1), 16) : Number.parseInt(sequence, 8);
        return String.fromCodePoint(Math.min(code, 0x10ffff));
      }
      const plain = SIMPLE_ESCAPES[sequence];
      if (plain === undefined) throw invalid(`invalid escape \\${sequence} in a string`, offset);
      return plain;
    });
}
