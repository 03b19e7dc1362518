/** Where a fault was found. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong with what the user gave us: what was wanted, what came, where. */
export interface Fault {
  /** `area/fault`, stable across releases. */
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
  /** What to do about it, when there is one obvious thing. */
  readonly hint?: string;
}

export function formatPlace({ file, line, column }: Place): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

export function formatFault({ code, message, place, hint }: Fault): string {
  const where = place === undefined ? '' : `${formatPlace(place)}: `;
  return `${where}${message} [${code}]${hint === undefined ? '' : `\n  ${hint}`}`;
}

/**
 * Wrong usage, configuration or data: everything found wrong, at once. The command line turns it into exit code 2.
 * A bug of ours is a plain Error, never this.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly faults: readonly [Fault, ...Fault[]];

  constructor(faults: readonly [Fault, ...Fault[]], options?: ErrorOptions) {
    super(faults.map(formatFault).join('\n'), options);
    this.faults = faults;
  }

  static of(code: string, message: string, place?: Place, hint?: string): InputError {
    return new InputError([{ code, message, ...(place && { place }), ...(hint !== undefined && { hint }) }]);
  }
}

/** Throws everything collected so far, or nothing when nothing was found wrong. */
export function throwIfAny(faults: readonly Fault[]): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw new InputError([first, ...rest]);
}
