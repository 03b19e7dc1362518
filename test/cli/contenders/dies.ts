import { oneThat } from './one-that.ts';

export default () => oneThat('dies', () => process.exit(7));
