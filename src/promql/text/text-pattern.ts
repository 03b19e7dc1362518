import { RE2JS } from 're2js';

/** A regular expression for searching in text, by RE2's rules, not anchored. */
export interface TextPattern {
  occursIn(text: string): boolean;
  /** Every match replaced; `$1`, `${1}`, `$name`, `${name}` stand for groups and `$$` for a dollar, as in Go. */
  replaceAll(text: string, replacement: string): string;
}

/** The pattern, or what is wrong with it. */
export function textPattern(pattern: string): TextPattern | string {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return {
    occursIn: (text: string) => compiled.matcher(text).find(),
    replaceAll(text: string, replacement: string) {
      const matcher = compiled.matcher(text);
      const named = compiled.namedGroups();
      const group = (name: string) => {
        const index = /^\d+$/.test(name) ? Number(name) : named[name];
        return index !== undefined && index <= matcher.groupCount() ? (matcher.group(index) ?? '') : '';
      };
      let result = '';
      let at = 0;
      let lastEnd = -1;
      while (matcher.find()) {
        const start = matcher.start();
        const end = matcher.end();
        // Go takes no empty match right behind another match.
        if (start === end && start === lastEnd) continue;
        result += text.slice(at, start) + expanded(replacement, group);
        at = end;
        lastEnd = end;
      }
      return result + text.slice(at);
    },
  };
}

const REFERENCE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

const expanded = (replacement: string, group: (name: string) => string): string =>
  replacement.replace(REFERENCE, (_, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    return name === undefined ? '$' : group(name);
  });
