import { recordText } from '../../record/write.ts';

/** The record itself, as it is written to a file. */
export const renderJson = recordText;
