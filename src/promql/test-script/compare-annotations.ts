import type { Annotation } from '../evaluated.ts';
import type { AnnotationExpectation, Expectation, TextMatch } from './commands.ts';
import { placeInQuery } from './place-in-query.ts';

/** How the remarks on a query differ from what a script expects, in words; empty when they do not. */
export function compareAnnotations(expected: Expectation, got: readonly Annotation[], query: string): string[] {
  return [
    ...compareKind('warning', expected.warnings, textsOf('warning', got, query)),
    ...compareKind('info', expected.infos, textsOf('info', got, query)),
  ];
}

const PREFIX = { warning: 'PromQL warning: ', info: 'PromQL info: ' } as const;

/** As Prometheus words them: the same remark about two places counts once, for the first. */
function textsOf(kind: Annotation['kind'], annotations: readonly Annotation[], query: string): string[] {
  const byMessage = new Map<string, Annotation>();
  for (const annotation of annotations) {
    if (annotation.kind === kind && !byMessage.has(annotation.message)) byMessage.set(annotation.message, annotation);
  }
  return [...byMessage.values()].map(
    ({ message, span }) => `${PREFIX[kind]}${message} (${placeInQuery(query, span.from)})`,
  );
}

function compareKind(kind: string, expected: AnnotationExpectation, texts: readonly string[]): string[] {
  switch (expected.kind) {
    case 'not-checked':
      return [];
    case 'none':
      return texts.map((text) => `no ${kind} expected, got: ${text}`);
    case 'some':
      return [
        ...expected.matches
          .filter((match) => !texts.some((text) => meets(match, text)))
          .map(
            (match) => `expected ${matchInWords(kind, match)}, got ${texts.length === 0 ? 'none' : texts.join('; ')}`,
          ),
        ...texts
          .filter((text) => !expected.matches.some((match) => meets(match, text)))
          .map((text) => `${kind} not expected: ${text}`),
      ];
  }
}

export function meets(match: TextMatch, text: string): boolean {
  switch (match.kind) {
    case 'any':
      return true;
    case 'text':
      return match.text === text;
    case 'pattern':
      return match.isFoundIn(text);
  }
}

export function matchInWords(what: string, match: TextMatch): string {
  switch (match.kind) {
    case 'any':
      return `some ${what}`;
    case 'text':
      return `the ${what} ${JSON.stringify(match.text)}`;
    case 'pattern':
      return `a matching ${what} (${match.source})`;
  }
}
