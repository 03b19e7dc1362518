/** Text in double quotes as Go prints it in messages (%q): quotes, backslashes and control characters escaped. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replace(/\\u([0-9a-f]{4})/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code === 7 ? '\\a' : code === 11 ? '\\v' : code < 0x80 ? `\\x${hex.slice(2)}` : whole;
  });
}
