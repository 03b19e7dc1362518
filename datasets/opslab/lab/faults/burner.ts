/**
 * Burns a share of one core: `burner.ts '{"share":0.8,"periodMs":100}'`. Started by the faults that take CPU away.
 */
const { share, periodMs } = JSON.parse(process.argv[2]!) as { readonly share: number; readonly periodMs: number };

function period(): void {
  const untilMs = performance.now() + share * periodMs;
  let x = 1;
  while (performance.now() < untilMs) for (let i = 0; i < 10_000; i++) x = (x * 1.000001) % 1000;
  setTimeout(period, Math.max(0, (1 - share) * periodMs) + (x > 1e9 ? 1 : 0));
}
period();
