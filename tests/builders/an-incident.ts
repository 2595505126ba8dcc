/** A folded incident for tests of what shows or compares one; say only what the test is about. */
import type { Incident, SeverityVerdict } from '../../src/core/incident/incident.ts';
import { NOTHING_OWED } from '../../src/core/followup/dont-repeat.ts';
import { ALONE } from '../../src/core/recurrence/recurrence.ts';
import { aPolicy } from './a-policy.ts';
import { CREATED, INCIDENT_REF } from './facts.ts';

/** Declared by alice with the form two lines above; `severity` may be a severity's id. */
export function anIncident(
  overrides: Partial<Omit<Incident, 'severity'>> & {
    readonly severity?: string | SeverityVerdict;
  } = {},
): Incident {
  const { severity = 'sev2', ...rest } = overrides;
  return {
    ref: INCIDENT_REF,
    url: 'https://github.example/acme/incidents/issues/12',
    title: 'Checkout is down',
    description: 'Checkout answers 500 for most customers.',
    declaredBy: 'alice',
    declaredVia: 'form',
    confirmed: { by: 'alice', at: CREATED },
    status: { is: 'declared', since: CREATED },
    clocks: {
      startedAt: null,
      detectedAt: null,
      declaredAt: CREATED,
      acknowledgedAt: null,
      mitigatedAt: null,
      resolvedAt: null,
      closedAt: null,
    },
    resolvedSaidAt: null,
    severity: severityOf(severity),
    impact: {},
    services: ['checkout'],
    unknownServices: [],
    roles: new Map(),
    drill: false,
    slaBreach: false,
    dontRepeat: NOTHING_OWED,
    restricted: false,
    detectedHow: null,
    lastUpdate: null,
    relations: [],
    causes: [],
    components: [],
    repeatOf: null,
    followUp: { severity: severityOf(severity).inForce, because: null },
    postmortem: { is: 'not-asked' },
    snoozedUntil: null,
    actionItems: [],
    items: [],
    countedItems: [],
    carriesOn: null,
    mentions: [],
    suspects: [],
    recurrence: ALONE,
    timeline: [],
    warnings: [],
    ...rest,
  };
}

function severityOf(severity: string | SeverityVerdict): SeverityVerdict {
  return typeof severity === 'string' ? chosen(severity) : severity;
}

/** A severity that alice chose, with nothing known about the impact. */
function chosen(id: string): SeverityVerdict {
  const [worst] = aPolicy().severities;
  const inForce = aPolicy().severities.find((severity) => severity.id === id);
  if (inForce === undefined || worst === undefined) throw new Error(`no severity ${id}`);
  return {
    inForce,
    chosenBy: 'person',
    by: 'alice',
    recommendation: {
      severity: worst,
      reasons: [{ kind: 'unknown-figure', measure: 'users', severity: worst.id }],
    },
  };
}
