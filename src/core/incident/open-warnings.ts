import type { FormWarning } from './form.ts';
import type { FoldState } from './state.ts';

/** What the form said and could not be read, and nobody has said otherwise since. */
export function openWarnings(
  warnings: readonly FormWarning[],
  state: Pick<FoldState, 'started' | 'detected' | 'choices' | 'impact' | 'slaBreach'>,
): readonly FormWarning[] {
  return warnings.filter(({ field }) => !isSaid(field, state));
}

/** What could not be read was left out: whatever is there was said in another way. */
function isSaid(field: FormWarning['field'], state: Parameters<typeof openWarnings>[1]): boolean {
  switch (field) {
    case 'started':
    case 'detected':
      return state[field] !== null;
    case 'severity':
      return state.choices.length > 0;
    case 'users':
    case 'customers':
    case 'cost':
      return state.impact[field] !== undefined;
    case 'sla':
      return state.slaBreach;
    case 'happening':
    case 'services':
    case 'how':
    case 'drill':
      return false;
  }
}
