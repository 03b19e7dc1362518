import type { TemplateContext } from './functions.ts';
import { callFunction } from './functions.ts';
import { printValue } from './print-value.ts';
import type { Body, Command, Operand, Pipeline, Template } from './syntax.ts';
import { checkLength } from './text-limit.ts';
import { isTrue, labelMap, type Struct, TemplateError, typeName, type Value } from './values.ts';

/** The alert a template speaks of. */
export interface AlertTemplateData {
  /** Of the element of the expression's result, its metric name included. */
  readonly labels: Iterable<readonly [string, string]>;
  readonly externalLabels: Iterable<readonly [string, string]>;
  readonly value: number;
}

/** More parts than this carried out are loops within loops. */
const MOST_PARTS = 1_000_000;

/** @throws TemplateError as Prometheus would fail to expand it */
export function expandTemplate({ body }: Template, data: AlertTemplateData, context: TemplateContext): string {
  const fields = {
    Labels: labelMap(data.labels),
    ExternalLabels: labelMap(data.externalLabels),
    ExternalURL: context.externalUrl,
    Value: data.value,
  };
  const root: Struct = { kind: 'struct', type: 'alert', fields };
  const variables: Variables = [
    ['$', root],
    ['$labels', fields.Labels],
    ['$externalLabels', fields.ExternalLabels],
    ['$externalURL', fields.ExternalURL],
    ['$value', fields.Value],
  ];
  const run = runner(variables, context);
  run.body(body, root);
  return run.text();
}

type Variables = [name: string, value: Value][];
type Flow = 'on' | 'break' | 'continue';

function runner(variables: Variables, context: TemplateContext) {
  let written = '';
  let parts = 0;

  function write(text: string): void {
    written += text;
    checkLength(written.length);
  }

  function count(): void {
    if (++parts > MOST_PARTS) throw new TemplateError(`more than ${MOST_PARTS} steps`);
  }

  function body(nodes: Body, dot: Value): Flow {
    const known = variables.length;
    for (const node of nodes) {
      const flow = one(node, dot);
      if (flow === 'on') continue;
      variables.length = known;
      return flow;
    }
    variables.length = known;
    return 'on';
  }

  function one(node: Body[number], dot: Value): Flow {
    count();
    switch (node.kind) {
      case 'text':
        write(node.text);
        return 'on';
      case 'print': {
        const value = pipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) write(printValue(value));
        return 'on';
      }
      case 'break':
      case 'continue':
        return node.kind;
      case 'range':
        return scoped(() => range(node, dot));
      default:
        return scoped(() => {
          const value = pipeline(node.pipeline, dot);
          if (!isTrue(value)) return body(node.otherwise, dot);
          return body(node.body, node.kind === 'with' ? value : dot);
        });
    }
  }

  function scoped(act: () => Flow): Flow {
    const known = variables.length;
    const flow = act();
    variables.length = known;
    return flow;
  }

  function range(node: Extract<Body[number], { kind: 'range' }>, dot: Value): Flow {
    const entries = entriesOf(operands(node.pipeline, dot));
    if (entries.length === 0) return body(node.otherwise, dot);
    const names = node.pipeline.variables;
    for (const [key, value] of entries) {
      count();
      const flow = scoped(() => {
        const bound: readonly Value[] = names.length === 2 ? [key, value] : [value];
        names.forEach((name, i) => {
          bind(name, bound[i]!, node.pipeline.assigns);
        });
        return body(node.body, value);
      });
      if (flow === 'break') break;
    }
    return 'on';
  }

  function pipeline(at: Pipeline, dot: Value): Value {
    const value = operands(at, dot);
    for (const name of at.variables) bind(name, value, at.assigns);
    return value;
  }

  function bind(name: string, value: Value, assigns: boolean): void {
    const known = assigns ? variables.findLast(([other]) => other === name) : undefined;
    if (known !== undefined) known[1] = value;
    else variables.push([name, value]);
  }

  function operands(at: Pipeline, dot: Value): Value {
    let value: Value | undefined;
    for (const command of at.commands) value = commandValue(command, dot, value);
    return value!; // the parser lets no pipeline be empty
  }

  function commandValue({ operands: [first, ...rest] }: Command, dot: Value, piped: Value | undefined): Value {
    if (first!.kind !== 'function') {
      if (rest.length > 0) throw new TemplateError("can't give argument to non-function");
      return operandValue(first!, dot);
    }
    const { name } = first!;
    if (name === 'and' || name === 'or') return untilDecided(name, rest, dot, piped);
    const args = rest.map((each) => operandValue(each, dot));
    return callFunction(name, piped === undefined ? args : [...args, piped], context);
  }

  /** `and` stops at the first false argument and `or` at the first true one; what stands after it is not looked at. */
  function untilDecided(name: 'and' | 'or', rest: readonly Operand[], dot: Value, piped: Value | undefined): Value {
    const args: Value[] = [];
    for (const each of rest) {
      const value = operandValue(each, dot);
      args.push(value);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return callFunction(name, piped === undefined ? args : [...args, piped], context);
  }

  function operandValue(operand: Operand, dot: Value): Value {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'nil':
        throw new TemplateError('nil is not a command');
      case 'function':
        return callFunction(operand.name, [], context);
      case 'dot':
        return fieldsOf(dot, operand.fields);
      case 'variable':
        return fieldsOf(variables.findLast(([name]) => name === operand.name)![1], operand.fields);
      case 'pipeline':
        return fieldsOf(pipeline(operand.pipeline, dot), operand.fields);
    }
  }

  return { body, text: () => written };
}

function fieldsOf(value: Value, fields: readonly string[]): Value {
  return fields.reduce<Value>((here, field) => {
    if (typeof here === 'object' && here?.kind === 'map') return here.entries.get(field) ?? here.missing;
    const found = typeof here === 'object' && here?.kind === 'struct' ? here.fields[field] : undefined;
    if (found === undefined) throw new TemplateError(`can't evaluate field ${field} in type ${typeName(here)}`);
    return found;
  }, value);
}

/** What a range goes through: a list by place, a map by sorted key, a whole number from 0. */
function entriesOf(value: Value): readonly (readonly [Value, Value])[] {
  if (value === null) return [];
  if (typeof value === 'object' && value.kind === 'list') return value.items.map((item, i) => [BigInt(i), item]);
  if (typeof value === 'object' && value.kind === 'map') {
    return [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  if (typeof value === 'bigint' && value <= 10_000n) {
    return Array.from({ length: Math.max(0, Number(value)) }, (_, i) => [BigInt(i), BigInt(i)]);
  }
  throw new TemplateError(
    `range can't iterate over ${typeof value === 'object' ? typeName(value) : printValue(value)}`,
  );
}
