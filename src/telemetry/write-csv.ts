import { channelName, type Recording, rowCount } from './recording.ts';
import { formatTime } from './time-text.ts';

/**
 * A recording as wide CSV: `timestamp`, then one column per channel name; lines end in LF. A missing reading is an
 * empty cell. `readCsv` gives back the same times (to the millisecond) and the same doubles, -0 included.
 */
export function writeCsv(recording: Recording): string {
  const lines = [['timestamp', ...recording.channels.map(channelName)].map(quoteCell).join(',')];
  for (let row = 0; row < rowCount(recording); row++) {
    const cells = recording.columns.map((column) => numberCell(column[row]!));
    lines.push([formatTime(recording.timestampsMs[row]!), ...cells].join(','));
  }
  return `${lines.join('\n')}\n`;
}

function numberCell(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) throw new Error(`a recording holds ${value}; readings are finite or missing`);
  return Object.is(value, -0) ? '-0' : String(value);
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
