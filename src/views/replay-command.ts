/** The command that runs one stored counterexample of a record again. `record` is where the reader keeps the file. */
export function replayCommand(contender: string, property: string, record = 'record.json'): string {
  return `npx watchbench replay ${record} --contender ${shellWord(contender)} --property ${shellWord(property)}`;
}

/** As is where a shell would leave it alone, else in single quotes; line ends and other controls by their code. */
function shellWord(text: string): string {
  if (/^[\w./@:-]+$/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these cannot stand in a line
  const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
  if (!controls.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replace(controls, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `$'${escaped}'`;
}
