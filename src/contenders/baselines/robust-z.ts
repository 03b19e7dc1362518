/** Beyond a million spreads nobody cares by how much; keeps scores finite over the full double range. */
const WORST_Z = 1e6;

/** Deviation over scale, in [0, 1e6]. Any deviation of a channel without scale is the worst there is. */
export function robustZ(deviation: number, scale: number): number {
  const size = Math.abs(deviation);
  if (!(size > 0)) return 0;
  return Math.min(WORST_Z, scale > 0 ? size / scale : WORST_Z);
}

/** A reading pulled into the finite doubles, with room to take differences. */
export function differentiable(reading: number): number {
  return Math.min(Number.MAX_VALUE / 4, Math.max(-Number.MAX_VALUE / 4, reading));
}
