/**
 * Postmortems as folders: `incident.json` says what is special about the incident (as little as possible),
 * `template.md` what it is told with, `postmortem.md` what becomes of it. Where `incident.json` has
 * `before`, the document was opened then, people made `edits`, and `postmortem.md` is what it became when
 * it followed the incident.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident } from '../../../src/core/incident/incident.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Telling } from '../../../src/core/postmortem/telling.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { anItem } from '../../builders/an-item.ts';
import { minute } from '../../builders/facts.ts';

export const FIXTURES = join(import.meta.dirname, 'fixtures');

interface Item {
  readonly number: number;
  readonly title: string;
  readonly owners: readonly string[];
  readonly due: Telling['incident']['clocks']['startedAt'];
  readonly state?: 'open' | 'closed';
  readonly restricted?: boolean;
}

interface Told extends Partial<Omit<Incident, 'severity' | 'items' | 'roles'>> {
  readonly severity?: string;
  readonly items?: readonly Item[];
  readonly roles?: Readonly<Record<string, string>>;
  readonly policy?: Partial<Policy>;
  /** So many lines in the timeline, one a minute. */
  readonly entries?: number;
}

interface Written extends Told {
  /** A file of `templates/`, in place of `template.md`. */
  readonly template?: string;
  readonly notice?: string;
  readonly before?: Told;
  /** What people replaced, and by what; the first place where it stands. */
  readonly edits?: readonly (readonly [string, string])[];
  /** The first of these headings goes, with what stands below it, before the second. */
  readonly move?: readonly [string, string];
  readonly crlf?: boolean;
}

export interface Fixture {
  readonly name: string;
  readonly template: string;
  readonly telling: Telling;
  readonly notice: string | null;
  readonly before: Telling | null;
  /** What people did to the document that was opened. */
  readonly edited: (document: string) => string;
}

export function fixtures(): readonly Fixture[] {
  return readdirSync(FIXTURES).map(fixtureOf);
}

export function fixtureOf(name: string): Fixture {
  const folder = join(FIXTURES, name);
  const written = JSON.parse(
    readFileSync(join(folder, 'incident.json'), 'utf8'),
    revived,
  ) as Written;
  const { template, notice = null, before, edits = [], move, crlf = false, ...told } = written;
  const file =
    template === undefined
      ? join(folder, 'template.md')
      : join(import.meta.dirname, '../../../templates', template);
  return {
    name,
    template: readFileSync(file, 'utf8'),
    telling: tellingOf(told),
    notice,
    before: before === undefined ? null : tellingOf({ ...told, ...before }),
    edited: (document) => {
      const said = edits.reduce(replacedOnce, document);
      const moved = move === undefined ? said : withMoved(said, move);
      return crlf ? moved.replaceAll('\n', '\r\n') : moved;
    },
  };
}

function tellingOf({
  severity,
  items = [],
  roles = {},
  policy = {},
  entries,
  ...rest
}: Told): Telling {
  const known = items.map(({ number, title, owners, due, state = 'open', restricted = false }) =>
    anItem(number, {
      issue: { title, state, restricted, assignees: owners },
      due,
      over: state === 'closed',
      evidence:
        state === 'open' ? { is: 'open' } : { is: 'done', by: { kind: 'person', login: 'dave' } },
    }),
  );
  return {
    incident: anIncident({
      ...rest,
      ...(severity === undefined ? {} : { severity }),
      ...(entries === undefined ? {} : { timeline: manyEntries(entries) }),
      roles: new Map(Object.entries(roles)),
      items: known,
      actionItems: known.map(({ item }) => item),
    }),
    policy: aPolicy(policy),
    madeOfRows: new Map(),
  };
}

export function manyEntries(count: number): readonly TimelineEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    at: minute(index),
    by: index % 3 === 0 ? 'alice' : 'bob',
    kind: index % 5 === 0 ? 'note' : 'comment',
    text: `Looked at node ${String(index % 7)}, ${String(index)} connections open`,
    url: `https://github.example/acme/incidents/issues/12#issuecomment-${String(index)}`,
    key: index % 100 === 0,
  }));
}

/** Moments are written as GitHub writes them. */
function revived(_key: string, value: unknown): unknown {
  const isMoment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
  return isMoment ? instantFromIso(value) : value;
}

function replacedOnce(document: string, [old, text]: readonly [string, string]): string {
  if (!document.includes(old)) throw new Error(`nothing to edit: ${old}`);
  return document.replace(old, () => text);
}

function withMoved(document: string, [heading, before]: readonly [string, string]): string {
  const from = document.indexOf(heading);
  const next = document.indexOf('\n## ', from);
  const block = document.slice(from, next === -1 ? document.length : next + 1);
  return document.replace(block, '').replace(before, () => `${block.trimEnd()}\n\n${before}`);
}
