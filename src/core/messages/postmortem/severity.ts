import type { RootContent } from 'mdast';
import type { SeverityReason } from '../../incident/incident.ts';
import { bullets, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeString } from '../../markdown/safe.ts';
import { severityById } from '../../policy/severities.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { columnTime } from './times.ts';
import { personName, sentences } from './words.ts';

const MOST = 12;

/** How bad it was, who said so or what the figures said, what that level stands for, and how it changed. */
export function severityRegion(telling: Telling): readonly RootContent[] {
  const { inForce } = telling.incident.severity;
  const criteria = inForce.criteria.slice(0, MOST).map((criterion) => safe(criterion, 300));
  const changes = telling.incident.timeline.filter(({ kind, key }) => kind === 'severity' && key);
  return [
    paragraph(sentences(chosenWords(telling), figuresWords(telling), raisedWords(telling))),
    ...(criteria.length === 0
      ? []
      : [paragraph(`${safeString(inForce.name, 40)} stands for:`), bullets(criteria)]),
    ...(changes.length < 2
      ? []
      : [
          paragraph('It was judged differently in the course of the incident:'),
          bullets(
            changes
              .slice(-MOST)
              .map(({ at, by, text }) =>
                phrasing(`${columnTime(at, telling)}, ${personName(by)}: `, safe(text, 280)),
              ),
          ),
        ]),
  ];
}

function chosenWords({ incident }: Telling): Words {
  const { inForce, chosenBy, by, recommendation } = incident.severity;
  const name = strong(safeString(inForce.name, 40));
  if (chosenBy === 'person') {
    return by === null
      ? phrasing(name, ', chosen by hand.')
      : phrasing(name, `, chosen by ${personName(by)}.`);
  }
  const [first] = recommendation.reasons;
  return first?.kind === 'threshold' || first?.kind === 'below-all'
    ? phrasing(name, ', as the figures say; nobody chose another.')
    : phrasing(name, ', the worst it could have been: nobody chose one, and no figures decided.');
}

/** What the figures say; nothing where there are none. */
function figuresWords({ incident, policy }: Telling): Words | null {
  const { inForce, recommendation } = incident.severity;
  const reasons = recommendation.reasons.filter(
    (reason): reason is Threshold => reason.kind === 'threshold',
  );
  const [first] = recommendation.reasons;
  if (first?.kind === 'below-all') {
    return recommendation.severity.id === inForce.id
      ? 'All figures were below every threshold.'
      : `All figures were below every threshold, which would have made it ${nameOf(first.severity, { policy })}.`;
  }
  if (reasons.length === 0) return null;
  const said = reasons
    .slice(0, MOST)
    .map(
      ({ value, measure, threshold, severity }) =>
        `${String(value)} % ${MEASURE[measure]} (${nameOf(severity, { policy })} begins at ${String(threshold)} %)`,
    );
  const verdict =
    first?.kind !== 'threshold'
      ? 'Of the figures only some were known'
      : recommendation.severity.id === inForce.id
        ? 'The figures speak for it'
        : `The figures alone speak for ${safeString(recommendation.severity.name, 40)}`;
  return `${verdict}: ${said.join(', ')}.`;
}

type Threshold = Extract<SeverityReason, { readonly kind: 'threshold' }>;

const MEASURE = {
  users: 'of users',
  customers: 'of customers',
  cost: 'unexpected cost',
} as const;

function raisedWords({ incident: { followUp } }: Telling): Words | null {
  if (followUp.because === null) return null;
  return `Because it came back, it is followed up as ${safeString(followUp.severity.name, 40)}.`;
}

function nameOf(id: string, { policy }: Pick<Telling, 'policy'>): string {
  return safeString(severityById(policy, id)?.name ?? id, 40);
}
