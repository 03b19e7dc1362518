/**
 * A small glob over names with slashes: `*` is any text without a slash, `?` one character but a slash, and `**` any
 * text with slashes. A `**` followed by a slash may also stand for nothing. All else is itself; case counts.
 */
export function globMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  const whole = new RegExp(`^${source}$`, 's');
  return (name) => whole.test(name);
}
