import type { Contender, Observation, Session, Traits, Verdict, Watcher } from '../../src/contenders/contract.ts';
import { type CountingWatcher, FakeBackend, HONEST_TRAITS, honestDetector } from './honest-detector.ts';

/** An honest detector but for what is changed in each of its watchers; the other engine of an honest one shows nothing. */
export function withWatcher(
  name: string,
  change: (watcher: CountingWatcher, backend: FakeBackend) => Watcher,
  traits: Traits = HONEST_TRAITS,
): Contender {
  const backend = new FakeBackend();
  const honest = honestDetector(traits, backend);
  const changed = async (made: Promise<Watcher>) => {
    const honestOne = (await made) as CountingWatcher;
    const changedOne = change(honestOne, backend);
    if ((changedOne as Partial<CountingWatcher>).onOtherEngine !== honestOne.onOtherEngine) return changedOne;
    const { onOtherEngine: _, ...rest } = changedOne as CountingWatcher;
    return rest;
  };
  return {
    ...honest,
    name,
    fit: (task) => changed(honest.fit(task)),
    restore: (artefact) => changed(honest.restore(artefact)),
  };
}

/** Only row-by-row watching, so that the sin lies in the session alone. */
export function withoutFastPath({ replayAll: _, ...rest }: CountingWatcher): CountingWatcher {
  return rest;
}

/** An honest detector but for what each of its sessions answers. */
export function withSession(name: string, change: (session: Session) => Partial<Session>, traits?: Traits): Contender {
  return withWatcher(
    name,
    (watcher) => ({
      ...withoutFastPath(watcher),
      open: (channels, from) => {
        const session = watcher.open(channels, from);
        return {
          observe: (at: Observation) => session.observe(at),
          snapshot: () => session.snapshot(),
          ...change(session),
        };
      },
    }),
    traits,
  );
}

/** The verdict with another score; an abstention stays one. */
export function rescored(verdict: Verdict, change: (score: number) => number): Verdict {
  return verdict.kind === 'scored' ? { ...verdict, score: change(verdict.score) } : verdict;
}
