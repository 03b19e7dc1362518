const SELECTOR = /^([^{}]*)\{(.*)\}$/s;
const PAIR = /([a-zA-Z_][a-zA-Z0-9_]*)=("(?:[^"\\]|\\.)*")(?:,|$)/gsy;

/** `requests_total{route="/cart"}` → its labels: the inverse of `channelName`. Any other text is a bare metric name. */
export function parseChannelName(text: string): Readonly<Record<string, string>> {
  const bare = { __name__: text };
  const selector = SELECTOR.exec(text);
  if (selector === null || selector[2] === '') return bare;
  const labels: Record<string, string> = { __name__: selector[1]! };
  let read = 0;
  for (const match of selector[2]!.matchAll(PAIR)) {
    if (match[1] === '__name__') return bare;
    try {
      labels[match[1]!] = JSON.parse(match[2]!) as string;
    } catch {
      return bare;
    }
    read += match[0].length;
  }
  return read === selector[2]!.length ? labels : bare;
}
