import type { Matcher } from 're2js';

const REFERENCE = /^\$(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/u;

/**
 * The template with `$1`, `${1}`, `$name` and `${name}` replaced by what the groups matched; a group that is not there
 * or took no part is empty, `$$` is a dollar sign, and a dollar sign before anything else stands for itself. A name is
 * as long as it can be: `$1x` is the group named 1x. As Go's regexp.Expand.
 */
export function expandTemplate(template: string, match: Matcher): string {
  let text = '';
  for (let i = 0; i < template.length; ) {
    if (template[i] !== '$') {
      text += template[i++];
      continue;
    }
    if (template[i + 1] === '$') {
      text += '$';
      i += 2;
      continue;
    }
    const reference = REFERENCE.exec(template.slice(i));
    if (reference === null) {
      text += '$';
      i++;
      continue;
    }
    text += group(match, (reference[1] ?? reference[2])!);
    i += reference[0].length;
  }
  return text;
}

function group(match: Matcher, name: string): string {
  if (/^\d+$/.test(name)) {
    const isIndex = name === '0' || !name.startsWith('0');
    return isIndex && Number(name) <= match.groupCount() ? (match.group(Number(name)) ?? '') : '';
  }
  return Object.hasOwn(match.namedGroups, name) ? (match.group(name) ?? '') : '';
}
