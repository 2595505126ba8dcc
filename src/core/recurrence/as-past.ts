import { sameIssue } from '../ids.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { CountedItem } from '../followup/items.ts';
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import { makesDontRepeat } from '../followup/item-labels.ts';
import { cut } from '../markdown/characters.ts';
import { plainText } from '../markdown/plain.ts';
import type { PastEnding, PastIncident, PriorItem } from './past-incident.ts';

/** The incident as later ones will remember it. */
export function asPast(
  incident: Incident,
  facts: Pick<IncidentFacts, 'ref' | 'url' | 'title' | 'state'>,
): PastIncident {
  const { accepted } = incident.dontRepeat;
  return {
    ref: facts.ref,
    url: facts.url,
    title: facts.title,
    open: facts.state === 'open',
    severity: incident.severity.inForce.id,
    services: incident.services,
    declaredAt: incident.clocks.declaredAt,
    restricted: incident.restricted,
    confirmed: incident.confirmed !== null,
    drill: incident.drill,
    words: cut(plainText(incident.description), MOST_WORDS),
    causes: incident.causes,
    components: incident.components,
    repeatOf: incident.repeatOf,
    ended: endingOf(incident),
    postmortem: postmortemOf(incident),
    prevention: preventionOf(incident),
    accepted: accepted === null ? null : { by: accepted.by, reason: cut(accepted.reason, 200) },
  };
}

/** Characters of the description that a search reads. */
const MOST_WORDS = 2000;

function endingOf({ status, clocks, timeline }: Incident): PastEnding | null {
  if (status.is !== 'resolved' && status.is !== 'closed') return null;
  const stopped = clocks.mitigatedAt ?? clocks.resolvedAt;
  const from = clocks.startedAt ?? clocks.declaredAt;
  const said = timeline.findLast(
    ({ kind, text }) => (kind === 'resolved' || kind === 'mitigated') && text.includes(': '),
  );
  return {
    as: status.is === 'resolved' ? 'resolved' : status.because.why,
    at: status.since,
    took: stopped === null ? null : Math.max(0, stopped - from),
    how: said === undefined ? null : cut(said.text, 160),
  };
}

function postmortemOf({ postmortem }: Incident): PastIncident['postmortem'] {
  if (postmortem.is === 'not-asked' || postmortem.pull === null) return null;
  return { url: postmortem.pull.url, published: postmortem.is === 'published' };
}

/** Counted items, and those that would be, were the incident of a severity that holds merges. */
function preventionOf(incident: Incident): readonly PriorItem[] {
  const { countedItems, items } = incident;
  const counted = new Set(countedItems.map(({ entry }) => entry.nodeId));
  return [
    ...countedItems.map((one) => countedPrior(one, incident)),
    ...items
      .filter(({ item }) => !counted.has(item.nodeId) && item.labels.some(makesDontRepeat))
      .map(plainPrior),
  ].slice(0, MOST_ITEMS);
}

const MOST_ITEMS = 20;

function countedPrior(counted: CountedItem, { dontRepeat, items }: Incident): PriorItem {
  const { entry, item, standing } = counted;
  const { ref, url, title } = item ?? entry;
  // Of one that can be read no more, nobody knows who could.
  const named = { ref, url, title, restricted: item?.restricted ?? true };
  if (standing.is === 'done') {
    const by = standing.by.kind === 'person' ? standing.by.login : null;
    return { ...named, became: 'done', by };
  }
  const accepted =
    dontRepeat.acceptedItems.find((one) => sameIssue(one.item, entry.ref)) ?? dontRepeat.accepted;
  if (accepted !== null) return { ...named, became: 'accepted', by: accepted.by };
  const dropped = items.find((one) => one.item.nodeId === entry.nodeId)?.dropped ?? null;
  return dropped === null
    ? { ...named, became: 'open', by: null }
    : { ...named, became: 'dropped', by: dropped.by };
}

function plainPrior({ item, evidence, dropped }: FollowUpItem): PriorItem {
  const { ref, url, title, restricted } = item;
  const named = { ref, url, title, restricted };
  if (dropped !== null) return { ...named, became: 'dropped', by: dropped.by };
  if (evidence.is !== 'done') return { ...named, became: 'open', by: null };
  const by = evidence.by.kind === 'person' ? evidence.by.login : null;
  return { ...named, became: 'done', by };
}
