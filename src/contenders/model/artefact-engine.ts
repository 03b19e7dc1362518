import { z } from 'zod';
import { InputError } from '../../faults.ts';
import type { JsonObject } from '../../json.ts';
import { parseContenderConfig } from '../contender-config.ts';
import { BACKEND_NAMES } from './backend.ts';
import { decodeForecaster, encodeForecaster } from './forecaster/learned-forecaster.ts';
import { decodeLearned, encodeLearned } from './learned.ts';

/** How a saved model decides. A `backend` alone says `inference: backend`. */
const engineSchema = z.strictObject({
  inference: z.enum(['compiled', 'backend']).optional(),
  backend: z.enum(BACKEND_NAMES).optional(),
});

function parseEngine(contender: string, settings: JsonObject) {
  const { inference, backend } = parseContenderConfig(contender, engineSchema, settings) as z.output<
    typeof engineSchema
  >;
  if (inference === 'compiled' && backend !== undefined) {
    throw InputError.of('contender/config', `${contender}.backend: ${backend} does not go with inference compiled`);
  }
  return { inference: inference ?? (backend === undefined ? 'compiled' : 'backend'), backend };
}

/** The same weights, scaling and calibration, to be run on the engine named. @throws InputError `contender/config` */
export function autoencoderOnEngine(artefact: Uint8Array, settings: JsonObject): Uint8Array {
  const { inference, backend } = parseEngine('autoencoder', settings);
  const learned = decodeLearned(artefact);
  if (learned.kind === 'untrained') return artefact;
  return encodeLearned({ ...learned, inference, backend: backend ?? learned.backend });
}

/** The same for a forecaster; one that learns on is compiled, always. @throws InputError `contender/config` */
export function forecasterOnEngine(artefact: Uint8Array, settings: JsonObject): Uint8Array {
  const { inference, backend } = parseEngine('forecaster', settings);
  const learned = decodeForecaster(artefact);
  if (learned.kind === 'untrained') return artefact;
  if (inference === 'backend' && learned.late.kind !== 'none') {
    throw InputError.of('contender/config', 'forecaster.inference: networks that learn on are compiled');
  }
  return encodeForecaster({
    ...learned,
    runsOn: inference === 'compiled' ? null : (backend ?? learned.trainedOn ?? 'wasm'),
  });
}
