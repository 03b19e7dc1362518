/** `line:column`, both from 1, of a place in the text of a query. */
export function placeInQuery(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}
