import { oneThat } from './one-that.ts';

export default () =>
  oneThat('throws', () => {
    throw new Error('no model today');
  });
