import { z } from 'zod';
import { parseContenderConfig } from '../contenders/contender-config.ts';
import type { Contender } from '../contenders/contract.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';

/** The contenders a hybrid is made of, by the names they have among its settings. */
export type PartName = 'rules' | 'model';

const partSchema = z.strictObject({ use: z.string(), with: z.record(z.string(), z.json()).default({}) });

/**
 * What a hybrid's settings say of its parts, made; and the rest of them, which is the kind's own.
 * @param defaults who takes part where nothing is said
 * @throws InputError every fault of both parts and of the kind's own settings at once, each with the part it is of
 */
export async function hybridParts(of: {
  readonly use: string;
  readonly settings: JsonObject;
  readonly schema: z.ZodObject;
  readonly defaults: Readonly<Record<PartName, string>>;
  readonly make: (use: string, settings: JsonObject) => Promise<Contender>;
}) {
  const { use, settings, schema, defaults, make } = of;
  const { rules: _rules, model: _model, ...own } = settings;
  const faults: Fault[] = [];
  const part = async (name: PartName) => {
    const told = await collectFaults(faults, () =>
      parseContenderConfig(`${use}.${name}`, partSchema, settings[name] ?? { use: defaults[name] }),
    );
    if (told === null) return null;
    const ofPart: Fault[] = [];
    const contender = await collectFaults(ofPart, () => make(told.use, told.with as JsonObject));
    faults.push(...ofPart.map((fault) => ({ ...fault, message: `${use}, its ${name}: ${fault.message}` })));
    return contender && { use: told.use, contender };
  };
  const rules = await part('rules');
  const model = await part('model');
  const withParts = schema.extend({ rules: z.json().optional(), model: z.json().optional() });
  await collectFaults(faults, () => parseContenderConfig(use, withParts, settings));
  throwIfAny(faults);
  return { own, parts: { rules: rules!, model: model! } }; // no fault, so both were made
}
