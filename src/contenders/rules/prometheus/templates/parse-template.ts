import { cutTemplate, type Piece, type Token } from './lex.ts';
import { parsePipeline } from './parse-pipeline.ts';
import {
  type Body,
  invalid,
  refused,
  type Template,
  type TemplateFault,
  TemplateFaultError,
  type TemplateNode,
} from './syntax.ts';
import { tokenReader } from './token-reader.ts';

export type TemplateOutcome = { readonly kind: 'parsed'; readonly template: Template } | TemplateFault;

/** What every label and annotation of an alert may use without declaring it. */
export const ALERT_VARIABLES: readonly string[] = ['$', '$labels', '$externalLabels', '$externalURL', '$value'];

const REFUSED_ACTIONS = ['define', 'template', 'block'];

/**
 * Parses a label or annotation: Go's text/template as far as alerts use it. What Go would refuse is `invalid`, what
 * only this refuses `refused`, by name.
 */
export function parseTemplate(text: string): TemplateOutcome {
  try {
    const parser = templateParser(cutTemplate(text));
    return { kind: 'parsed', template: parser.template() };
  } catch (error) {
    if (error instanceof TemplateFaultError) return error.fault;
    if (error instanceof RangeError) {
      return { kind: 'refused', what: 'nesting', message: 'nested too deeply to be evaluated', offset: 0 };
    }
    throw error;
  }
}

interface Block {
  readonly body: Body;
  /** `end`, `else`, or nothing at the end of the text. */
  readonly closedBy: 'end' | 'else' | null;
  /** After `else`: `if …` or `with …`, where it goes on like that. */
  readonly rest: readonly Token[];
  readonly offset: number;
}

function templateParser(pieces: readonly Piece[]) {
  let at = 0;
  let loops = 0;
  const scopes: string[][] = [[...ALERT_VARIABLES]];
  const used = { queries: false, readsValue: false };

  const isKnown = (name: string) => scopes.some((scope) => scope.includes(name));
  const declare = (name: string) => scopes.at(-1)!.push(name);

  function pipeline(tokens: readonly Token[], offset: number, context: string) {
    return parsePipeline(tokenReader(tokens, offset), context, { isKnown, declare, used });
  }

  function inScope<T>(act: () => T): T {
    scopes.push([]);
    const result = act();
    scopes.pop();
    return result;
  }

  function block(): Block {
    const body: TemplateNode[] = [];
    while (at < pieces.length) {
      const piece = pieces[at++]!;
      if (piece.kind === 'text') {
        body.push(piece);
        continue;
      }
      const { offset } = piece;
      const tokens = trimmed(piece.tokens);
      const word = tokens[0]?.kind === 'word' ? tokens[0].text : '';
      const rest = trimmed(tokens.slice(1));
      if (word === 'end' || word === 'else') return { body, closedBy: word, rest, offset };
      body.push(action(word, tokens, rest, offset));
    }
    return { body, closedBy: null, rest: [], offset: 0 };
  }

  function action(word: string, tokens: readonly Token[], rest: readonly Token[], offset: number): TemplateNode {
    if (word === 'if' || word === 'with' || word === 'range') return inScope(() => control(word, rest, offset));
    if (REFUSED_ACTIONS.includes(word)) throw refused(`{{${word}}}`, offset);
    if (word === 'break' || word === 'continue') {
      if (loops === 0) throw invalid(`{{${word}}} outside {{range}}`, offset);
      return { kind: word };
    }
    if (tokens.length === 0) throw invalid('missing value for command', offset);
    return { kind: 'print', pipeline: pipeline(tokens, offset, 'command') };
  }

  function control(kind: 'if' | 'with' | 'range', tokens: readonly Token[], offset: number): TemplateNode {
    if (tokens.length === 0) throw invalid(`missing value for ${kind}`, offset);
    const head = pipeline(tokens, offset, kind);
    if (kind === 'range') loops++;
    const main = inScope(block);
    if (kind === 'range') loops--;
    if (main.closedBy === null) throw invalid(`unexpected EOF: {{${kind}}} has no {{end}}`, offset);
    return {
      kind,
      pipeline: head,
      body: main.body,
      otherwise: main.closedBy === 'end' ? [] : inScope(() => otherwise(kind, main, offset)),
    };
  }

  /** After `{{else}}`, or `{{else if …}}`, which shares its `{{end}}`. */
  function otherwise(kind: string, { rest, offset }: Block, opened: number): Body {
    const [first] = rest;
    if (first !== undefined) {
      if (first.kind !== 'word' || first.text !== kind || kind === 'range')
        throw invalid('unexpected text after else', offset);
      return [control(kind as 'if' | 'with', trimmed(rest.slice(1)), offset)];
    }
    const last = block();
    if (last.closedBy === null) throw invalid(`unexpected EOF: {{${kind}}} has no {{end}}`, opened);
    if (last.closedBy === 'else') throw invalid('expected end; found {{else}}', last.offset);
    return last.body;
  }

  return {
    template(): Template {
      const { body, closedBy, offset } = block();
      if (closedBy !== null) throw invalid(`unexpected {{${closedBy}}}`, offset);
      return { body, ...used };
    },
  };
}

function trimmed(tokens: readonly Token[]): readonly Token[] {
  let from = 0;
  let to = tokens.length;
  while (from < to && tokens[from]!.kind === 'space') from++;
  while (to > from && tokens[to - 1]!.kind === 'space') to--;
  return tokens.slice(from, to);
}
