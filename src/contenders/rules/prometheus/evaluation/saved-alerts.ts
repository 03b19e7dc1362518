import { type Labels, labelsOf } from '../../../../promql/labels.ts';
import type { State } from '../../../state-codec.ts';
import type { AlertInstance } from './alert-state.ts';

type Pairs = readonly (readonly [string, string])[];
type SavedAlert = Omit<AlertInstance, 'labels' | 'annotations'> & {
  readonly labels: Pairs;
  readonly annotations: Pairs;
};

export const labelsToState = ({ pairs }: Labels): State => pairs as unknown as State;

export function alertsToState(alerts: readonly AlertInstance[]): State {
  return alerts.map((alert) => ({
    ...alert,
    labels: labelsToState(alert.labels),
  })) as unknown as State;
}

export function alertsFromState(state: State | undefined): AlertInstance[] {
  const saved = (state as unknown as readonly SavedAlert[] | undefined) ?? [];
  return saved.map((alert) => ({
    ...alert,
    labels: labelsOf(alert.labels),
  }));
}
