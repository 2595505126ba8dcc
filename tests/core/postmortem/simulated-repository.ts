/**
 * One repository with one incident, as far as its postmortem goes: what people and the app do to it, and
 * what GitHub shows of it. It refuses what GitHub refuses.
 */
import { diff3Merge } from 'node-diff3';
import type { Effect } from '../../../src/core/effects.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { CommentFacts } from '../../../src/core/incident/facts.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import {
  documentAmong,
  mayBringDocument,
  maybeDocuments,
} from '../../../src/core/postmortem/document-among.ts';
import { indexOnOpening } from '../../../src/core/postmortem/index/postmortem-index.ts';
import type { PostmortemFacts, PullFacts } from '../../../src/core/postmortem/facts.ts';
import type { PostmortemInput } from '../../../src/core/postmortem/plan/plan.ts';
import { HOUR, MINUTE, plus, type Instant } from '../../../src/core/time.ts';
import { madeOfRows, titlesOfRows } from '../../../src/core/followup/made-of-rows.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  aReview,
  postmortemFacts,
} from '../../builders/a-postmortem.ts';
import { aComment, minute, person, SELF, someFacts } from '../../builders/facts.ts';

type Files = ReadonlyMap<string, string>;

interface Commit {
  readonly oid: string;
  readonly files: Files;
  readonly by: 'app' | 'person';
  readonly at: Instant;
}

/** The postmortem of another incident, as far as the index goes. */
interface Another {
  readonly incident: number;
  state: 'open' | 'merged' | 'closed';
  readonly createdAt: Instant;
  /** The index of main when it began, and as it wrote it. */
  readonly before: string | null;
  readonly file: string | undefined;
}

export class SimulatedRepository {
  now: Instant = minute(61);
  incident: Incident = aResolvedIncident();
  main: Commit = { oid: 'c0', files: new Map(), by: 'person', at: minute(0) };
  branch: readonly Commit[] | null = null;
  pulls: PullFacts[] = [];
  ledger: Ledger = [];
  comments: CommentFacts[] = [];
  readonly others: Another[] = [];
  /** Lines that people wrote and nobody took away. */
  written = new Set<string>();
  /** What no rule allows, in words. */
  readonly wrong: string[] = [];
  private count = 0;

  get pull(): PullFacts | null {
    return this.pulls.at(-1) ?? null;
  }

  get head(): Commit | null {
    return this.branch?.at(-1) ?? null;
  }

  facts(): PostmortemFacts {
    const { head, pull, branch } = this;
    const shown = head?.files ?? this.lastFiles;
    const added = [...(shown ?? [])].filter(([path]) => !this.main.files.has(path));
    const brought = pull?.state === 'merged' ? [...(shown ?? [])] : added;
    const paths = maybeDocuments(
      brought.map(([path]) => ({ path, change: 'added' })),
      { directory: 'postmortems', index: INDEX },
    );
    const files = paths.map((path) => ({ path, text: shown?.get(path) ?? '' }));
    const ownCommitAt = branch?.filter(({ by }) => by === 'app').at(-1)?.at ?? null;
    return postmortemFacts({
      main: { name: 'main', oid: this.main.oid },
      branch: head === null ? null : { oid: head.oid, ownCommitAt },
      pull:
        pull === null
          ? null
          : { ...pull, files: added.map(([path]) => path), conflicting: this.isConflicting() },
      ...documentAmong(files, this.incident.ref, 'postmortems'),
      index: {
        onMain: this.main.files.get(INDEX) ?? null,
        onBranch: head?.files.get(INDEX) ?? null,
        atParting: this.parting.files.get(INDEX) ?? null,
      },
      others: this.others.map((other) => ({ ...other, reviewers: [] })),
    });
  }

  input(): PostmortemInput {
    const { incident, ledger, now } = this;
    const base = aPostmortem({ incident, ledger, now, facts: this.facts() });
    const rows = { madeOfRows: madeOfRows(ledger), rowTitles: titlesOfRows(ledger) };
    const telling = { ...base.telling, ...rows };
    return { ...base, telling, record: someFacts({ comments: this.comments }) };
  }

  perform(effect: Effect): void {
    switch (effect.kind) {
      case 'write-branch':
        this.write(effect);
        break;
      case 'open-pull':
        this.open(effect);
        break;
      case 'reopen-pull':
        this.reopen(effect);
        break;
      case 'update-branch':
        this.update(effect);
        break;
      case 'label-issue': {
        const labels = new Set([...(this.pull?.labels ?? []), ...effect.add]);
        for (const label of effect.remove) labels.delete(label);
        this.change({ labels: [...labels] });
        break;
      }
      case 'report-check':
        if (effect.headSha === this.pull?.headOid) this.change({ reported: effect.externalId });
        break;
      case 'suggest':
        this.offer(effect);
        break;
      case 'keep-comment':
        this.comments = [aComment(effect.body, { by: SELF, id: 900 })];
        break;
      default:
        this.wrong.push(`not to be done for a postmortem: ${effect.kind}`);
    }
  }

  /** Commits by a person; a null text deletes the file. */
  push(changes: Readonly<Record<string, string | null>>): void {
    const { head } = this;
    if (head !== null) this.commit(new Map(Object.entries(changes)), 'person');
  }

  begin(changes: Readonly<Record<string, string>>): void {
    if (this.branch !== null) return;
    // Whoever begins anew leaves to the closed pull request what is written there.
    this.written.clear();
    this.branch = [this.main];
    this.parting = this.main;
    if (Object.keys(changes).length > 0) this.push(changes);
  }

  deleteBranch(): void {
    this.lastFiles = this.head?.files ?? this.lastFiles;
    this.branch = null;
    // Where no pull request remembers its head, it is gone for good.
    if (this.pull === null) this.written.clear();
    if (this.pull?.state === 'open') this.change({ state: 'closed', closedAt: this.now });
  }

  close(): void {
    if (this.pull?.state === 'open') this.change({ state: 'closed', closedAt: this.now });
  }

  approve(): void {
    const { pull } = this;
    if (pull?.state === 'open') {
      this.change({ reviews: [...pull.reviews, aReview({ oid: pull.headOid, at: this.now })] });
    }
  }

  merge(): void {
    const { head, pull } = this;
    if (pull?.state !== 'open' || head === null) return;
    const brought = [...head.files]
      .filter(([path, text]) => this.main.files.get(path) !== text)
      .map(([path]) => ({ path, change: this.main.files.has(path) ? 'modified' : 'added' }));
    const files = this.withMain();
    if (files === null) return;
    this.main = this.next(files, 'person');
    const merged = { at: this.now, by: person('dave') };
    const state = mayBringDocument(brought, INDEX) ? 'merged' : 'closed';
    this.change({ state, closedAt: this.now, merged });
  }

  ask(): void {
    const { postmortem } = this.incident;
    if (postmortem.is !== 'due') return;
    const asked = { by: 'bob', at: this.now };
    this.incident = { ...this.incident, postmortem: { ...postmortem, asked } };
  }

  change(change: Partial<PullFacts>): void {
    const { pull } = this;
    if (pull !== null) this.pulls = [...this.pulls.slice(0, -1), { ...pull, ...change }];
  }

  private lastFiles: Files | null = null;

  /** The commit of main on which the branch stands. */
  private parting: Commit = this.main;

  private isConflicting(): boolean {
    if (this.pull?.state !== 'open' || this.head === null) return false;
    return this.pull.conflicting || this.withMain() === null;
  }

  /** What main and the branch say together; null in a conflict. */
  private withMain(): Files | null {
    const ours: Files = this.head?.files ?? new Map<string, string>();
    const files = new Map<string, string>();
    for (const path of new Set([...ours.keys(), ...this.main.files.keys()])) {
      const text = mergedText(
        this.parting.files.get(path),
        ours.get(path),
        this.main.files.get(path),
      );
      if (text === null) return null;
      if (text !== undefined) files.set(path, text);
    }
    return files;
  }

  /** The postmortem of another incident begins, with its lines in the index where there is room for them. */
  beginAnother(number: number): void {
    if (this.others.some(({ incident }) => incident === number)) return;
    const before = this.main.files.get(INDEX) ?? null;
    const open = this.others
      .filter(({ state }) => state === 'open')
      .map(({ incident }) => incident);
    const mine = this.pull?.state === 'open' ? [this.incident.ref.number] : [];
    const entry = { number, day: '2026-11-20', title: `Other ${String(number)}`, href: 'x.md' };
    const text = indexOnOpening(before, {
      mine: { ...entry, severity: null, services: ['checkout'], causes: [] },
      published: [],
      othersOpen: [...open, ...mine],
    });
    const file = text ?? before ?? undefined;
    this.others.push({ incident: number, state: 'open', createdAt: this.now, before, file });
  }

  /** The oldest of them that is open is merged, unless GitHub sees a conflict, or is given up. */
  endAnother(state: 'merged' | 'closed'): void {
    const other = this.others.find(({ state: present }) => present === 'open');
    if (other === undefined) return;
    const onMain = this.main.files.get(INDEX);
    const text = mergedText(other.before ?? undefined, onMain, other.file);
    other.state = text === null ? 'closed' : state;
    if (other.state === 'closed' || text == null || text === onMain) return;
    this.main = this.next(new Map([...this.main.files, [INDEX, text]]), 'person');
  }

  private update({ expected }: Extract<Effect, { readonly kind: 'update-branch' }>): void {
    const files = this.withMain();
    if (files === null || this.head?.oid !== expected) return;
    this.expectMayCommit();
    this.commit(files, 'app');
    this.parting = this.main;
  }

  private expectMayCommit(): void {
    const own = this.branch?.filter(({ by }) => by === 'app').at(-1)?.at;
    if (own !== undefined && this.now < plus(own, HOUR)) this.wrong.push('two commits in an hour');
    const isApproved = this.pull?.reviews.some(({ approved }) => approved) ?? false;
    if (isApproved && this.pull?.state === 'open') this.wrong.push('a commit after an approval');
  }

  private offer({ headOid, marker }: Extract<Effect, { readonly kind: 'suggest' }>): void {
    if (headOid !== this.head?.oid) return;
    const { offered = [], offeredAt = [] } = this.pull ?? {};
    if (offered.includes(marker)) this.wrong.push('offered twice');
    this.change({ offered: [...offered, marker], offeredAt: [...offeredAt, this.now] });
  }

  private write(effect: Extract<Effect, { readonly kind: 'write-branch' }>): void {
    const isHead = (this.head?.oid ?? null) === effect.expected;
    if (!isHead) return;
    this.expectMayCommit();
    if (this.branch === null) {
      this.branch = [this.main];
      this.parting = this.main;
    }
    this.commit(new Map(effect.files.map(({ path, text }) => [path, text])), 'app');
  }

  private commit(changes: ReadonlyMap<string, string | null>, by: Commit['by']): void {
    const files = new Map(this.head?.files);
    for (const [path, text] of changes) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    const commit = this.next(files, by);
    this.branch = [...(this.branch ?? []), commit];
    if (this.pull?.state === 'open') this.change({ headOid: commit.oid, reported: null });
  }

  private open(effect: Extract<Effect, { readonly kind: 'open-pull' }>): void {
    const { head } = this;
    if (head === null || head.oid === this.main.oid) return;
    if (this.pulls.some(({ state }) => state === 'open')) return;
    const number = 40 + this.pulls.length;
    this.pulls.push(
      aPull({
        ref: { repo: this.incident.ref.repo, number },
        labels: effect.labels,
        headOid: head.oid,
        createdAt: this.now,
      }),
    );
  }

  private reopen(effect: Extract<Effect, { readonly kind: 'reopen-pull' }>): void {
    const { pull } = this;
    if (this.branch === null && effect.restore !== null) {
      const files = this.lastFiles ?? new Map<string, string>();
      this.branch = [{ oid: effect.restore, files, by: 'person', at: this.now }];
    }
    if (pull?.state !== 'closed' || this.head?.oid !== pull.headOid) {
      this.wrong.push('opened again what GitHub does not open again');
      return;
    }
    this.change({ state: 'open', closedAt: null });
  }

  private next(files: Files, by: Commit['by']): Commit {
    this.count += 1;
    return { oid: `c${String(this.count)}`, files, by, at: this.now };
  }

  pass(minutes: number): void {
    this.now = plus(this.now, minutes * MINUTE);
  }
}

export const INDEX = 'postmortems/README.md';

/** Undefined where the file is gone; null in a conflict. As git does it, but for lines that both added. */
function mergedText(
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): string | null | undefined {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  if (ours === undefined || theirs === undefined) return null;
  const [left, before, right] = [ours, base ?? '', theirs].map((text) => text.split('\n'));
  const parts = diff3Merge(left ?? [], before ?? [], right ?? [], { excludeFalseConflicts: true });
  if (parts.some(({ conflict }) => conflict !== undefined)) return null;
  return parts.flatMap(({ ok }) => ok ?? []).join('\n');
}
