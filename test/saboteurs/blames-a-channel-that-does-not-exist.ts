import type { Contender } from '../../src/contenders/contract.ts';
import { withSession } from './sin.ts';

/** Its causes name a channel the recording has not got. */
export const blamesAChannelThatDoesNotExist = (): Contender =>
  withSession('blames-a-channel-that-does-not-exist', (session) => ({
    observe: (at) => {
      const verdict = session.observe(at);
      if (verdict.kind === 'abstained') return verdict;
      return { ...verdict, causes: verdict.causes.map((cause) => ({ ...cause, channel: 'total' })) };
    },
  }));
