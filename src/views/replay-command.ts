/** The command that runs one stored counterexample of a record again. `record` is where the reader keeps the file. */
export function replayCommand(contender: string, property: string, record = 'record.json'): string {
  return `npx watchbench replay ${record} --contender ${shellWord(contender)} --property ${shellWord(property)}`;
}

/** As is where a shell would leave it alone, else in single quotes. */
function shellWord(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
