/** Something the user has to see to: one line for what is missing, one for what to do. Ends the set-up with exit code 2. */
export interface Problem {
  readonly what: string;
  readonly todo: string;
}

export class SetupStopped extends Error {
  override readonly name = 'SetupStopped';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ what, todo }) => `${what}\n  ${todo}`).join('\n'));
    this.problems = problems;
  }
}

export const stop = (what: string, todo: string): never => {
  throw new SetupStopped([{ what, todo }]);
};
