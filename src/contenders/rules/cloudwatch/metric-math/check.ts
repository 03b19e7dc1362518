import { suggestionHint } from '../../../../telemetry/suggest.ts';
import type { MathNode } from './ast.ts';
import { MATH_FUNCTIONS, REFUSED_FUNCTIONS } from './functions.ts';
import type { ArgumentType } from './math-function.ts';
import { isArithmetic } from './parse.ts';
import { type MathType, TYPE_WORDS } from './value.ts';

/** `fault`: CloudWatch would not take it either. `refused`: it would, but it cannot be computed from recorded metrics. */
export interface MathProblem {
  readonly kind: 'fault' | 'refused';
  readonly message: string;
  readonly at: number;
  readonly hint?: string | undefined;
}

export interface Scope {
  /** Type of each id that may be named; those of metrics are series. */
  readonly types: ReadonlyMap<string, MathType>;
  /** Ids of metrics, which PERIOD asks for. */
  readonly metrics: ReadonlySet<string>;
}

/** Type of an expression (null where a problem leaves none) and everything that is wrong with it, in order of place. */
export function checkMath(
  node: MathNode,
  scope: Scope,
): { readonly type: MathType | null; readonly problems: MathProblem[] } {
  const problems: MathProblem[] = [];
  const type = typeOf(node, scope, (problem) => problems.push(problem));
  return {
    type: type === null || type.kind === 'text' || type.kind === 'word' ? null : type.kind,
    problems: problems.sort((a, b) => a.at - b.at),
  };
}

type Tell = (problem: MathProblem) => void;

function typeOf(node: MathNode, scope: Scope, tell: Tell): ArgumentType | null {
  switch (node.kind) {
    case 'number':
    case 'text':
      return { kind: node.kind };
    case 'word':
      return { kind: 'word', word: node.word };
    case 'id': {
      const kind = scope.types.get(node.id);
      if (kind !== undefined) return { kind };
      const hint = suggestionHint(node.id, [...scope.types.keys()]);
      tell({ kind: 'fault', message: `no metric or expression has the id ${node.id}`, at: node.at, hint });
      return null;
    }
    case 'list':
      return listType(node, scope, tell);
    case 'negate': {
      const inner = valueType(node.of, scope, tell);
      return inner && { kind: inner };
    }
    case 'binary':
      return binaryType(node, scope, tell);
    case 'call':
      return callType(node, scope, tell);
  }
}

function valueType(node: MathNode, scope: Scope, tell: Tell): MathType | null {
  const type = typeOf(node, scope, tell);
  if (type === null) return null;
  if (type.kind !== 'text' && type.kind !== 'word') return type.kind;
  const what = type.kind === 'word' ? `the word ${type.word}` : 'text';
  const hint = type.kind === 'word' ? 'ids start with a small letter, functions take parentheses' : undefined;
  tell({ kind: 'fault', message: `expected a number or a time series, got ${what}`, at: node.at, hint });
  return null;
}

function listType(node: Extract<MathNode, { kind: 'list' }>, scope: Scope, tell: Tell): ArgumentType | null {
  let isRight = true;
  for (const item of node.items) {
    const type = valueType(item, scope, tell);
    if (type === 'number') {
      tell({ kind: 'fault', message: 'expected a time series in an array, got a number', at: item.at });
    }
    if (type === null || type === 'number') isRight = false;
  }
  return isRight ? { kind: 'list' } : null;
}

function binaryType(node: Extract<MathNode, { kind: 'binary' }>, scope: Scope, tell: Tell): ArgumentType | null {
  const left = valueType(node.left, scope, tell);
  const right = valueType(node.right, scope, tell);
  if (left === null || right === null) return null;
  if (left === 'list' && right === 'list') {
    tell({ kind: 'fault', message: `${node.operator} does not take two arrays of time series`, at: node.at });
    return null;
  }
  if (!isArithmetic(node.operator) && (left === 'list' || right === 'list')) {
    tell({ kind: 'fault', message: `${node.operator} does not take an array of time series`, at: node.at });
    return null;
  }
  if (left === 'list' || right === 'list') return { kind: 'list' };
  return { kind: left === 'series' || right === 'series' ? 'series' : 'number' };
}

function callType(node: Extract<MathNode, { kind: 'call' }>, scope: Scope, tell: Tell): ArgumentType | null {
  const { name, args, at } = node;
  const why = Object.hasOwn(REFUSED_FUNCTIONS, name) ? REFUSED_FUNCTIONS[name] : undefined;
  if (why !== undefined) {
    tell({ kind: 'refused', message: `${name}: ${why}`, at });
    return null;
  }
  const types = args.map((arg) => typeOf(arg, scope, tell));
  if (types.includes(null)) return null;
  const known = types as readonly ArgumentType[];
  const misfit = (usage: string): null => {
    const got = known.map(({ kind }) => TYPE_WORDS[kind]).join(', ') || 'nothing';
    tell({ kind: 'fault', message: `${name} does not take ${got}; expected ${usage}`, at });
    return null;
  };
  if (name === 'METRICS') {
    return args.length === 0 || (args.length === 1 && args[0]!.kind === 'text')
      ? { kind: 'list' }
      : misfit('METRICS() or METRICS("part of an id")');
  }
  if (name === 'PERIOD') {
    const [only] = args;
    const isMetric = args.length === 1 && only!.kind === 'id' && scope.metrics.has(only!.id);
    return isMetric ? { kind: 'number' } : misfit('PERIOD(id of a metric)');
  }
  const found = MATH_FUNCTIONS.get(name);
  if (found === undefined) {
    const names = [...MATH_FUNCTIONS.keys(), ...Object.keys(REFUSED_FUNCTIONS), 'METRICS', 'PERIOD'];
    const hint = suggestionHint(name, names);
    tell({ kind: 'fault', message: `there is no function ${name}`, at, hint });
    return null;
  }
  const kind = found.type(known);
  return kind === null ? misfit(found.usage) : { kind };
}
