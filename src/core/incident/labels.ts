/** The labels of an incident: which there are, what a click on one means, which ones an incident should carry. */
import type { Label } from '../effects.ts';
import { itemLabelCatalog } from '../followup/item-labels.ts';
import { cut } from '../markdown/characters.ts';
import { LABEL_DESCRIPTIONS } from '../messages/label-descriptions.ts';
import type { Policy } from '../policy/policy.ts';
import type { Deed, OpenStatus } from './events.ts';
import type { Incident } from './incident.ts';

export const INCIDENT_LABEL = 'incident';
const SEVERITY = 'severity:';
const STATUS = 'status:';
const SERVICE = 'service:';
const CAUSE = 'cause:';
const COMPONENT = 'component:';
const POSTMORTEM = 'postmortem:';
const STATUSES = ['declared', 'acknowledged', 'mitigated', 'resolved'] as const;

/** Every label the app keeps in the incident repository, with colour and description. */
export function labelCatalog(policy: Policy): readonly Label[] {
  const { severities, services, taxonomy } = policy;
  return [
    label(INCIDENT_LABEL, 'b60205', LABEL_DESCRIPTIONS.incident),
    ...severities.map(({ id, name, criteria }, index) =>
      label(
        SEVERITY + id,
        severityColor(index, severities.length),
        LABEL_DESCRIPTIONS.severity(name, criteria[0]),
      ),
    ),
    ...STATUSES.map((status) =>
      label(STATUS + status, STATUS_COLORS[status], LABEL_DESCRIPTIONS.status[status]),
    ),
    ...services.map(({ id, team }) =>
      label(SERVICE + id, '1d76db', LABEL_DESCRIPTIONS.service(id, team)),
    ),
    ...taxonomy.causes.map((id) => label(CAUSE + id, 'd4c5f9', LABEL_DESCRIPTIONS.cause(id))),
    ...taxonomy.components.map((id) =>
      label(COMPONENT + id, 'bfd4f2', LABEL_DESCRIPTIONS.component(id)),
    ),
    ...POSTMORTEM_STAGES.map((stage) =>
      label(POSTMORTEM + stage, POSTMORTEM_COLORS[stage], LABEL_DESCRIPTIONS.postmortem[stage]),
    ),
    label('sla-breach', '8250df', LABEL_DESCRIPTIONS.slaBreach),
    label('drill', 'c5def5', LABEL_DESCRIPTIONS.drill),
    label('false-alarm', 'cfd3d7', LABEL_DESCRIPTIONS.falseAlarm),
    ...itemLabelCatalog(),
  ];
}

/** Whether setting or removing this label by hand may mean something to an incident. */
export function isControlLabel(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    lower === INCIDENT_LABEL ||
    FLAGS.has(lower) ||
    [SEVERITY, STATUS, SERVICE, CAUSE, COMPONENT].some((prefix) => lower.startsWith(prefix))
  );
}

/** Shows what the app knows, and says nothing when somebody sets it: a postmortem is published by being merged. */
function isDisplayLabel(name: string): boolean {
  return name.toLowerCase().startsWith(POSTMORTEM);
}

/** The deed that a click amounts to; null when it is only a display that the app will put right again. */
export function deedOfClick(change: 'labeled' | 'unlabeled', name: string): Deed | null {
  const lower = name.toLowerCase();
  const on = change === 'labeled';
  const flag = FLAGS.get(lower);
  if (flag === 'sla-breach' || flag === 'drill') return { do: 'flag', flag, on };
  if (lower.startsWith(SERVICE)) {
    const service = name.slice(SERVICE.length);
    return { do: 'change-service', change: on ? 'add' : 'remove', service };
  }
  const word = wordOf(name);
  if (word !== null) return { do: 'classify', change: on ? 'add' : 'remove', ...word };
  if (!on) return null;
  if (lower === INCIDENT_LABEL) return { do: 'confirm' };
  if (flag === 'false-alarm') {
    const reason = LABEL_DESCRIPTIONS.falseAlarmReason;
    return { do: 'close', because: { why: 'false-alarm', reason } };
  }
  if (lower.startsWith(SEVERITY)) {
    return { do: 'choose-severity', severity: lower.slice(SEVERITY.length), reason: null };
  }
  const status = STATUSES.find((candidate) => lower === STATUS + candidate);
  return status === undefined ? null : { do: 'set-status', status };
}

/** `cause:change`, `component:database`: what broke and where. */
function wordOf(
  name: string,
): { readonly as: 'cause' | 'component'; readonly word: string } | null {
  const lower = name.toLowerCase();
  const prefix = [CAUSE, COMPONENT].find((one) => lower.startsWith(one) && lower !== one);
  if (prefix === undefined) return null;
  return { as: prefix === CAUSE ? 'cause' : 'component', word: name.slice(prefix.length) };
}

/** What the labels lack and what they have too much; labels that are none of ours stay. */
export function labelDifference(
  incident: Incident,
  present: readonly string[],
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const wanted = new Map(wantedLabels(incident).map((name) => [name.toLowerCase(), name]));
  const there = new Set(present.map((name) => name.toLowerCase()));
  // A service that the policy does not know has no label of ours, but one that a person set may stay.
  const allowed = new Set(incident.unknownServices.map((id) => (SERVICE + id).toLowerCase()));
  return {
    add: [...wanted].filter(([lower]) => !there.has(lower)).map(([, name]) => name),
    remove: present.filter((name) => {
      const lower = name.toLowerCase();
      const isOurs = isControlLabel(name) || isDisplayLabel(name);
      return isOurs && !wanted.has(lower) && !allowed.has(lower);
    }),
  };
}

function wantedLabels(incident: Incident): readonly string[] {
  const falseAlarm =
    incident.status.is === 'closed' && incident.status.because.why === 'false-alarm';
  return [
    INCIDENT_LABEL,
    SEVERITY + incident.severity.inForce.id,
    ...shownStatus(incident).map((status) => STATUS + status),
    ...incident.services.map((id) => SERVICE + id),
    ...incident.causes.map((word) => CAUSE + word),
    ...incident.components.map((word) => COMPONENT + word),
    ...postmortemStage(incident).map((stage) => POSTMORTEM + stage),
    ...(incident.slaBreach ? ['sla-breach'] : []),
    ...(incident.drill ? ['drill'] : []),
    ...(falseAlarm ? ['false-alarm'] : []),
  ];
}

/**
 * One as a rule. A closed incident keeps the label of the last status it had: `status:resolved` finds all
 * that were. A false alarm and a duplicate have none: nothing was ever broken, or the other incident tells
 * how it went, and whoever lists `status:declared` looks for what still needs somebody.
 */
function shownStatus({ status, clocks }: Incident): readonly OpenStatus[] {
  if (status.is !== 'closed') return [status.is];
  if (status.because.why !== 'done') return [];
  if (clocks.resolvedAt !== null) return ['resolved'];
  if (clocks.mitigatedAt !== null) return ['mitigated'];
  return [clocks.acknowledgedAt !== null ? 'acknowledged' : 'declared'];
}

const POSTMORTEM_STAGES = ['due', 'open', 'published'] as const;

type PostmortemStage = (typeof POSTMORTEM_STAGES)[number];

function postmortemStage({ postmortem }: Incident): readonly PostmortemStage[] {
  if (postmortem.is === 'not-asked') return [];
  if (postmortem.is === 'published') return ['published'];
  return [postmortem.pull?.state === 'open' ? 'open' : 'due'];
}

const FLAGS: ReadonlyMap<string, 'sla-breach' | 'drill' | 'false-alarm'> = new Map([
  ['sla-breach', 'sla-breach'],
  ['drill', 'drill'],
  ['false-alarm', 'false-alarm'],
]);

const STATUS_COLORS = {
  declared: 'd93f0b',
  acknowledged: 'fbca04',
  mitigated: '0e8a16',
  resolved: '0b5a10',
} as const satisfies Record<OpenStatus, string>;

const POSTMORTEM_COLORS = {
  due: 'fbca04',
  open: '0e8a16',
  published: '0b5a10',
} as const satisfies Record<PostmortemStage, string>;

/** From deep red for the worst to pale yellow for the least, however many levels there are. */
function severityColor(index: number, count: number): string {
  const position = count <= 1 ? 0 : (index / (count - 1)) * (SEVERITY_COLORS.length - 1);
  return SEVERITY_COLORS[Math.round(position)] ?? SEVERITY_COLORS[0];
}

const SEVERITY_COLORS = ['a40e26', 'd1242f', 'e16f24', 'f5c04c', 'fef2c0'] as const;

/** GitHub takes at most 50 characters of a name and 100 of a description. */
function label(name: string, color: string, description: string): Label {
  return { name, color, description: cut(description, 100) };
}
