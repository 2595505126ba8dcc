/** The severities in force: a built-in scale, with levels changed by id, or a scale of the team's own. */
import type { Duration, Impact, Severity } from '../../core/policy/policy.ts';
import { SCALES } from '../../core/policy/scales.ts';
import { readDuration } from './duration.ts';
import type { PolicyFileText } from './schema/policy-file.ts';
import type { SeverityText } from './schema/severity.ts';

/** Most severe first. An id that is in no scale is left out here: `checks.ts` has refused it. */
export function severitiesOf(file: PolicyFileText): readonly Severity[] {
  const written = file.severities ?? [];
  const scale = file.incidents?.scale;
  if (scale === undefined && written.length > 0) {
    return written.map((one) => changed(blank(one.id), one));
  }
  return SCALES[scale ?? 'sev'].map((level) => {
    const change = written.find((one) => one.id === level.id);
    return change === undefined ? level : changed(level, change);
  });
}

/** A level about which nothing is said: no figures, no clocks, a postmortem on request. */
function blank(id: string): Severity {
  return {
    id,
    name: id.toUpperCase(),
    criteria: [],
    thresholds: {},
    acknowledgeWithin: null,
    mitigateWithin: null,
    updateEvery: null,
    reassessEvery: null,
    roles: [],
    postmortem: 'when-asked',
    postmortemWithin: null,
    postmortemTemplate: null,
    actionItemsWithin: null,
  };
}

function changed(level: Severity, text: SeverityText): Severity {
  return {
    id: level.id,
    name: text.name ?? level.name,
    criteria: text.criteria ?? level.criteria,
    thresholds: changedThresholds(level.thresholds, text.thresholds ?? {}),
    acknowledgeWithin: changedClock(level.acknowledgeWithin, text.acknowledge_within),
    mitigateWithin: changedClock(level.mitigateWithin, text.mitigate_within),
    updateEvery: changedClock(level.updateEvery, text.update_every),
    reassessEvery: changedClock(level.reassessEvery, text.reassess_every),
    roles: text.roles ?? level.roles,
    postmortem: text.postmortem ?? level.postmortem,
    postmortemWithin: changedClock(level.postmortemWithin, text.postmortem_within),
    postmortemTemplate: text.postmortem_template ?? level.postmortemTemplate,
    actionItemsWithin: changedClock(level.actionItemsWithin, text.action_items_within),
  };
}

function changedClock(before: Duration | null, text: string | undefined): Duration | null {
  if (text === undefined) return before;
  return text === 'none' ? null : readDuration(text);
}

/** Each figure by itself: what is not written stays, `none` takes it away. */
function changedThresholds(before: Impact, text: NonNullable<SeverityText['thresholds']>): Impact {
  const figure = (measure: keyof Impact): Impact => {
    const value = text[measure] ?? before[measure];
    return value === undefined || value === 'none' ? {} : { [measure]: value };
  };
  return { ...figure('users'), ...figure('customers'), ...figure('cost') };
}
