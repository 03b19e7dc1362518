import type { Body, Operand, Pipeline, Template } from './syntax.ts';

/** One `$labels.name` or `.Labels.name`. Offsets are those of the template's text. */
export interface LabelReference {
  readonly label: string;
  readonly offset: number;
  readonly length: number;
}

/** The labels of the alert's element that a template looks at by name. */
export function labelReferences({ body }: Template): LabelReference[] {
  const references: LabelReference[] = [];
  ofBody(body, true, references);
  return references;
}

/** @param dotIsAlert inside `with` and `range` the dot is something else */
function ofBody(body: Body, dotIsAlert: boolean, into: LabelReference[]): void {
  for (const node of body) {
    if (!('pipeline' in node)) continue;
    ofPipeline(node.pipeline, dotIsAlert, into);
    if (node.kind === 'print') continue;
    ofBody(node.body, dotIsAlert && node.kind === 'if', into);
    ofBody(node.otherwise, dotIsAlert, into);
  }
}

function ofPipeline({ commands }: Pipeline, dotIsAlert: boolean, into: LabelReference[]): void {
  for (const operand of commands.flatMap(({ operands }) => operands)) {
    if (operand.kind === 'pipeline') ofPipeline(operand.pipeline, dotIsAlert, into);
    const written = writtenLabel(operand, dotIsAlert);
    if (written !== null) into.push({ label: written.label, offset: operand.offset, length: written.text.length });
  }
}

function writtenLabel(operand: Operand, dotIsAlert: boolean): { readonly label: string; readonly text: string } | null {
  if (operand.kind === 'variable' && operand.name === '$labels') {
    const [label] = operand.fields;
    return label === undefined ? null : { label, text: `$labels.${label}` };
  }
  const isDot = operand.kind === 'dot' && dotIsAlert;
  const isRoot = operand.kind === 'variable' && operand.name === '$';
  if (!(isDot || isRoot) || operand.fields[0] !== 'Labels') return null;
  const label = operand.fields[1];
  return label === undefined ? null : { label, text: `${isRoot ? '$' : ''}.Labels.${label}` };
}
