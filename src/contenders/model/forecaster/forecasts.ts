import type { Outputs } from '../inference.ts';

/**
 * Distance of a reading from its forecast, in sigmas, as the mean over members.
 * @param forecasts for each member, the forecasts of each row
 * @param at which row
 */
export function meanError(sigmas: number, forecasts: readonly Outputs[], at: number): number {
  let sum = 0;
  for (let member = 0; member < forecasts.length; member++) sum += Math.abs(sigmas - forecasts[member]![at]!);
  return sum / forecasts.length;
}

/** Mean forecast over members, in sigmas. */
export function meanForecast(forecasts: readonly Outputs[], at: number): number {
  let sum = 0;
  for (let member = 0; member < forecasts.length; member++) sum += forecasts[member]![at]!;
  return sum / forecasts.length;
}
