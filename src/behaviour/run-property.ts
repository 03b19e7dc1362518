import fc from 'fast-check';
import { deriveSeed } from '../chance.ts';
import type { ContenderInfo, PropertyOutcome, PropertyResult } from '../record/schema.ts';
import { encodeCounterexample } from './counterexample.ts';
import type { BehaviourCase, Property, StudyContext } from './property.ts';

/**
 * Cases tried at most in making a failure smaller. Parameters are a handful of integers, so a few hundred reach the
 * bottom; a refit costs a training, so there two dozen must do. Counted, not timed: a study reads no clock.
 */
const MOST_SHRINKS = { frozen: 300, refit: 24 };

/** At most this many cases may be thrown away for want of a precondition per case that ran. */
const MOST_SKIPS_PER_RUN = 1;

/** A refit property gets this share of the runs of a frozen one: at a second a fit, it still takes most of the time. */
const REFIT_RUNS_RATIO = 0.05;
const FEWEST_REFIT_RUNS = 3;

/** @param runs runs of a frozen property; a refit property gets fewer and reports the wider bound that goes with them */
export function runsOf({ kind }: Property, runs: number): number {
  return kind === 'frozen' ? runs : Math.max(FEWEST_REFIT_RUNS, Math.round(runs * REFIT_RUNS_RATIO));
}

class Violation extends Error {
  override readonly name = 'Violation';
}

/**
 * One property of one contender: every failure of the contender, an exception included, is a result.
 * @throws Error when the property ran no case or skipped too many: it has then shown nothing, and must not look green
 */
export async function runProperty(
  property: Property,
  context: StudyContext,
  { info, runs }: { readonly info: ContenderInfo; readonly runs: number },
): Promise<PropertyResult> {
  const result = (outcome: PropertyOutcome): PropertyResult => ({
    property: property.id,
    claim: property.claim,
    scope: typeof property.scope === 'string' ? property.scope : 'claimed',
    outcome,
  });
  const reason = whyNot(property, context);
  if (reason !== null) return result({ kind: 'not-applicable', reason });

  const cases = fc.limitShrink(property.arbitrary(context), MOST_SHRINKS[property.kind]);
  const details = await fc.check(
    fc.asyncProperty(cases, async (example) => {
      const broke = await tryCase(property, context, example);
      if (broke !== null) throw new Violation(broke);
    }),
    {
      numRuns: runsOf(property, runs),
      seed: deriveSeed(context.seed, property.id),
      maxSkipsPerRun: MOST_SKIPS_PER_RUN,
      unbiased: property.kind === 'refit', // with few runs, ordinary cases rather than small and extreme ones
    },
  );
  if (details.counterexample !== null) return result(await violation(property, context, info, details));
  if (details.failed || details.numRuns === 0) {
    throw new Error(
      `property ${property.id} ran ${details.numRuns} cases and skipped ${details.numSkips}: it shows nothing`,
    );
  }
  return result({
    kind: 'held',
    runs: details.numRuns,
    skips: details.numSkips,
    violationBound95: 1 - 0.05 ** (1 / details.numRuns),
  });
}

/** null: held; text: what broke, whatever the contender threw included. */
export async function tryCase(
  property: Property,
  context: StudyContext,
  example: BehaviourCase,
): Promise<string | null> {
  try {
    return await property.holds(context, example);
  } catch (error) {
    if (fc.PreconditionFailure.isFailure(error)) throw error;
    return error instanceof Error ? `threw ${error.name}: ${error.message}` : `threw ${String(error)}`;
  }
}

/** Why the property has nothing to ask of this contender; null: it has. */
export function whyNot({ scope, appliesTo }: Property, { contender, watcher }: StudyContext): string | null {
  const { traits } = contender;
  if (typeof scope === 'object' && !traits.claims.includes(scope.claimed)) return 'it does not claim this of itself';
  return appliesTo(traits, watcher);
}

async function violation(
  property: Property,
  context: StudyContext,
  info: ContenderInfo,
  details: fc.RunDetails<[BehaviourCase]>,
): Promise<PropertyOutcome> {
  const [example] = details.counterexample!; // the caller has looked
  const message = (details.errorInstance as Violation).message;
  const path = details.counterexamplePath ?? '';
  const again = [await tryCase(property, context, example), await tryCase(property, context, example)];
  const failures = again.filter((broke) => broke !== null).length;
  return {
    kind: 'violated',
    runs: details.numRuns,
    shrinks: details.numShrinks,
    message,
    counterexample: encodeCounterexample({
      property,
      contender: info,
      message,
      example,
      training: property.kind === 'frozen' ? context.training : context.refitTraining,
      seed: context.seed,
      generator: { seed: details.seed, path },
    }),
    seed: details.seed,
    path,
    reproduces: failures === again.length ? 'always' : failures === 0 ? 'never' : 'sometimes',
  };
}
