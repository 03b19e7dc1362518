import type { SyntaxNode } from '@lezer/common';
import { METRIC_NAME } from '../labels.ts';
import { labelMatcher, regexCost } from '../matcher.ts';
import type { InstantSelector, LabelMatcher } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import { type BuildContext, fault, refuse } from './build-context.ts';
import { unquote } from './string-literal.ts';

/** `name`, `name{…}`, `{…}`, without the modifiers that may follow. */
export function buildSelector(context: BuildContext, node: SyntaxNode): InstantSelector {
  const { syntax } = context;
  const span = syntax.span(node);
  const matchers: LabelMatcher[] = [];
  const identifier = node.getChild('Identifier');
  const name = identifier === null ? null : syntax.textOf(identifier);
  if (name !== null) addMatcher(context, matchers, identifier!, METRIC_NAME, '=', name);
  for (let child = node.getChild('LabelMatchers')?.firstChild; child; child = child.nextSibling) {
    const before = matchers.length;
    buildMatcher(context, child, matchers);
    const added = matchers[before];
    if (name !== null && added?.label === METRIC_NAME)
      fault(context, `metric name must not be set twice: ${goQuote(name)} or ${goQuote(added.value)}`, span);
  }
  return { kind: 'instant-selector', span, matchers, offsetMs: 0, at: null };
}

function buildMatcher(context: BuildContext, node: SyntaxNode, matchers: LabelMatcher[]): void {
  const { syntax } = context;
  const first = node.firstChild!;
  if (node.name === 'QuotedLabelName') {
    addMatcher(context, matchers, node, METRIC_NAME, '=', unquote(syntax.textOf(node)));
    return;
  }
  const name = syntax.textOf(first);
  const label = node.name === 'QuotedLabelMatcher' ? unquote(name) : name;
  const operator = syntax.textOf(node.getChild('MatchOp')!) as LabelMatcher['operator'];
  addMatcher(context, matchers, node, label, operator, unquote(syntax.textOf(node.lastChild!)));
}

function addMatcher(
  context: BuildContext,
  matchers: LabelMatcher[],
  node: SyntaxNode,
  label: string,
  operator: LabelMatcher['operator'],
  value: string,
): void {
  if ((operator === '=~' || operator === '!~') && isTooLarge(context, node, value)) return;
  const compiled = labelMatcher(label, operator, value);
  if (compiled.kind === 'matcher') matchers.push(compiled.matcher);
  else fault(context, compiled.message, context.syntax.span(node));
}

/** True once the regular expressions of the expression come to more than MAX_REGEX_COST together; told once. */
function isTooLarge(context: BuildContext, node: SyntaxNode, pattern: string): boolean {
  const { left } = context.regexBudget;
  context.regexBudget.left -= regexCost(pattern);
  if (left >= 0 && context.regexBudget.left < 0)
    refuse(context, 'regular-expression', 'a regular expression so large', context.syntax.span(node));
  return context.regexBudget.left < 0;
}
