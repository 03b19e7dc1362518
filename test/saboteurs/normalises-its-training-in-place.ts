import type { Contender } from '../../src/contenders/contract.ts';
import { honestDetector } from './honest-detector.ts';

/** Centres the training columns where they stand once it has learned from them. */
export const normalisesItsTrainingInPlace = (): Contender => {
  const honest = honestDetector();
  return {
    ...honest,
    name: 'normalises-its-training-in-place',
    fit: async (task) => {
      const watcher = await honest.fit(task);
      for (const { recording } of task.train) {
        for (const column of recording.columns) {
          const level = column[0] ?? 0;
          column.forEach((value, row) => {
            column[row] = value - level;
          });
        }
      }
      return watcher;
    },
  };
};
