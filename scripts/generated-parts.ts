/**
 * A text with its generated parts made anew; what stands between `<!-- generated: name -->` and `<!-- /generated -->`.
 * @throws Error where the text has no place for a part
 */
export function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((whole, [name, part]) => {
    const between = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- /generated -->)`);
    if (!between.test(whole)) throw new Error(`there is no part "generated: ${name}"`);
    return whole.replace(between, (_, open: string, close: string) => `${open}${part}\n${close}`);
  }, text);
}
