/**
 * `compat`: bug for bug with the version a function names, so that figures compare with published ones.
 * `strict`: the definition, without the quirks of that code; each function says what they are.
 */
export type Mode = 'compat' | 'strict';

export interface ModeOption {
  /** Default: `compat`. */
  readonly mode?: Mode;
}
