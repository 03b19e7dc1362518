/** A template as parsed. Offsets are those of the text it was parsed from. */
export interface Template {
  readonly body: readonly TemplateNode[];
  /** It runs queries, so what it says depends on more than the alert itself. */
  readonly queries: boolean;
  /** It looks at the value, so what it says may change while the alert stays the same. */
  readonly readsValue: boolean;
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | { readonly kind: 'if'; readonly pipeline: Pipeline; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: 'with'; readonly pipeline: Pipeline; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: 'range'; readonly pipeline: Pipeline; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' };

export type Body = readonly TemplateNode[];

/** `$a, $b := command | command`. */
export interface Pipeline {
  readonly offset: number;
  readonly variables: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A function with its arguments, or a single operand. */
export interface Command {
  readonly offset: number;
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly kind: 'literal'; readonly offset: number; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'nil'; readonly offset: number }
  | { readonly kind: 'function'; readonly offset: number; readonly name: string }
  /** `.`, `.Labels.job`: fields of the dot. */
  | { readonly kind: 'dot'; readonly offset: number; readonly fields: readonly string[] }
  /** `$labels.job`; the name holds the `$`. */
  | { readonly kind: 'variable'; readonly offset: number; readonly name: string; readonly fields: readonly string[] }
  | {
      readonly kind: 'pipeline';
      readonly offset: number;
      readonly pipeline: Pipeline;
      readonly fields: readonly string[];
    };

/** What stands where in a template is wrong, or is right in Go and not evaluated here. */
export interface TemplateFault {
  readonly kind: 'invalid' | 'refused';
  /** A function or construct by name, where it is refused. */
  readonly what: string;
  readonly message: string;
  readonly offset: number;
}

export class TemplateFaultError extends Error {
  readonly fault: TemplateFault;

  constructor(fault: TemplateFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export function invalid(message: string, offset: number): TemplateFaultError {
  return new TemplateFaultError({ kind: 'invalid', what: '', message, offset });
}

export function refused(what: string, offset: number): TemplateFaultError {
  return new TemplateFaultError({ kind: 'refused', what, message: `${what} is not evaluated in templates`, offset });
}
