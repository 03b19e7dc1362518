import { eachWindow } from './each-window.ts';

export const countOverTime = eachWindow('count_over_time', (_, first, end) => end - first);
export const presentOverTime = eachWindow('present_over_time', () => 1);

/** These two only move samples in time, so the metric stays what it is. */
export const firstOverTime = eachWindow('first_over_time', (samples, first) => samples[first]!, { keepsName: true });
export const lastOverTime = eachWindow('last_over_time', (samples, _, end) => samples[end - 1]!, { keepsName: true });
