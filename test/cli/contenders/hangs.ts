import { oneThat } from './one-that.ts';

export default () => oneThat('hangs', () => new Promise<void>(() => setInterval(() => {}, 1000)));
