/** As Prometheus turns a duration into seconds: whole seconds and the rest apart, which rounds once more. */
export function durationSeconds(durationMs: number): number {
  const rest = durationMs % 1000;
  return (durationMs - rest) / 1000 + (rest * 1e6) / 1e9;
}
