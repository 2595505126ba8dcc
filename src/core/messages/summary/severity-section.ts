import type { RootContent } from 'mdast';
import type { SeverityReason } from '../../incident/incident.ts';
import { bullets, details, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeString } from '../../markdown/safe.ts';
import { restsOnFigures, severityName, type View } from './view.ts';

const MOST = 8;

/** Who or what chose the severity, what the figures say, and the criteria it stands for. */
export function severitySection(view: View): readonly RootContent[] {
  const { incident, policy } = view;
  const { inForce, recommendation } = incident.severity;
  const criteria = inForce.criteria
    .slice(0, MOST)
    .map((criterion) => phrasing('Criterion: ', safe(criterion, 160)));
  const items: Words[] = [
    chosen(view),
    ...recommendation.reasons.slice(0, MOST).map((reason) => reasonWords(reason, view)),
    ...criteria,
    ...raised(view),
  ];
  const title =
    recommendation.severity.id === inForce.id || !restsOnFigures(recommendation)
      ? `Why ${inForce.name}`
      : `Why ${inForce.name}, though the figures say ${severityName(recommendation.severity.id, policy)}`;
  return details(title, [bullets(items)]);
}

function chosen({ incident }: View): Words {
  const { chosenBy, by, recommendation } = incident.severity;
  if (chosenBy === 'person') {
    return by === null ? 'Chosen by hand.' : `Chosen by ${safeString(by, 100)}.`;
  }
  return restsOnFigures(recommendation)
    ? 'Nobody has chosen it: it follows from the figures.'
    : 'Nobody has chosen it: it is taken as the worst it could be.';
}

/** A repeat is followed up as something worse, where the policy says so. */
function raised({ incident: { followUp } }: View): readonly Words[] {
  if (followUp.because === null) return [];
  const name = strong(safeString(followUp.severity.name, 40));
  return [phrasing('It came back: its follow-up is that of a ', name, '.')];
}

const MEASURE = { users: 'of users', customers: 'of customers', cost: 'unexpected cost' } as const;
const UNKNOWN = { users: 'users', customers: 'customers', cost: 'unexpected cost' } as const;

function reasonWords(reason: SeverityReason, { policy }: View): Words {
  const name = strong(severityName(reason.severity, policy));
  switch (reason.kind) {
    case 'threshold': {
      const { value, threshold, measure } = reason;
      const figure = `${String(value)} % ${MEASURE[measure]}`;
      return phrasing(`${figure}: `, name, ` begins at ${String(threshold)} %.`);
    }
    case 'unknown-figure':
      return phrasing(`No figure for ${UNKNOWN[reason.measure]} yet: it could be `, name, '.');
    case 'below-all':
      return phrasing('All figures are below every threshold: ', name, '.');
    case 'no-thresholds':
      return phrasing('The policy names no thresholds, so nothing speaks against ', name, '.');
  }
}
