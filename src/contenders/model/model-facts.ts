/** What can be said of a trained model from its artefact alone. Each list is of sentences without their full stop. */
export interface ModelFacts {
  /** `one network of 420 parameters: 16 → 16 → 4 → 16, tanh between, linear at the end`. */
  readonly network: string;
  /** How a row becomes a score, step by step. */
  readonly decides: readonly string[];
  /** When it says that it cannot tell. */
  readonly abstains: readonly string[];
  /** What it does not see by its construction, each a noun phrase. */
  readonly blindTo: readonly string[];
  /** What was usual of each channel where it learned. */
  readonly channels: readonly ChannelFacts[];
}

export interface ChannelFacts {
  readonly name: string;
  /** `42.1 ± 3.2 %`. */
  readonly usual: string;
  /** True: it never moved in training, so any other reading counts as five standard deviations. */
  readonly isConstant: boolean;
}
