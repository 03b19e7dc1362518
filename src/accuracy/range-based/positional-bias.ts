/** Which part of a range matters most: all the same, the begin, the end, or the middle. */
export type PositionalBias = 'flat' | 'front' | 'back' | 'middle';

export const POSITIONAL_BIASES: readonly PositionalBias[] = ['flat', 'front', 'back', 'middle'];

/**
 * Sum of the weights of the first `rows` rows of a range of `length` rows. Weights of row t = 1, ..., length: flat 1;
 * front length - t + 1; back t; middle t up to half of the length and length - t + 1 beyond it.
 */
export function weightOfFirst(bias: PositionalBias, rows: number, length: number): number {
  switch (bias) {
    case 'flat':
      return rows;
    case 'front':
      return rows * length - (rows * (rows - 1)) / 2;
    case 'back':
      return (rows * (rows + 1)) / 2;
    case 'middle': {
      const rising = Math.min(rows, Math.floor(length / 2));
      return (
        (rising * (rising + 1)) / 2 + weightOfFirst('front', rows, length) - weightOfFirst('front', rising, length)
      );
    }
  }
}
