/** The units CloudWatch knows, as UCUM has them where it has them. */
const UNITS: Readonly<Record<string, string>> = {
  None: '1',
  Count: '1',
  Percent: '%',
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'us',
  Bytes: 'By',
  Kilobytes: 'kBy',
  Megabytes: 'MBy',
  Gigabytes: 'GBy',
  Terabytes: 'TBy',
  Bits: 'bit',
  Kilobits: 'kbit',
  Megabits: 'Mbit',
  Gigabits: 'Gbit',
  Terabits: 'Tbit',
};

/** `Bytes/Second` → `By/s`; a unit that CloudWatch does not know stays as it is. */
export function unitOf(name: string): string {
  const [amount, ...per] = name.split('/');
  const unit = UNITS[amount!] ?? amount!;
  return per.length === 1 && per[0] === 'Second' ? `${unit}/s` : per.length === 0 ? unit : name;
}
