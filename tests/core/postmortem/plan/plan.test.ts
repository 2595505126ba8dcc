import { describe, expect, it } from 'vitest';
import { planPostmortem, type PostmortemInput } from '../../../../src/core/postmortem/plan/plan.ts';
import type { Effect } from '../../../../src/core/effects.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { DAY, HOUR, plus } from '../../../../src/core/time.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  aReview,
  postmortemFacts,
} from '../../../builders/a-postmortem.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { aSubIssue, minute, SELF, person, aComment, someFacts } from '../../../builders/facts.ts';

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>;

function effectOf<K extends Effect['kind']>(input: PostmortemInput, kind: K): Of<K> | undefined {
  return planPostmortem(input).effects.find((effect): effect is Of<K> => effect.kind === kind);
}

const kinds = (input: PostmortemInput): string[] =>
  planPostmortem(input).effects.map(({ kind }) => kind);

/** The facts once the document is on the branch and its pull request open. */
function opened(overrides: Partial<PostmortemFacts> = {}): PostmortemFacts {
  const commit = effectOf(aPostmortem(), 'write-branch');
  const [document, index] = commit?.files ?? [];
  if (document === undefined) throw new Error('nothing was opened');
  return postmortemFacts({
    branch: { oid: 'branch-1', ownCommitAt: minute(61) },
    pull: aPull({ files: commit?.files.map(({ path }) => path) ?? [] }),
    document,
    index: { onMain: null, onBranch: index?.text ?? null, atParting: null },
    ...overrides,
  });
}

describe('opening a postmortem', () => {
  it('writes document and index in one commit on a branch from the default branch, then opens the pull request', () => {
    const input = aPostmortem();
    expect(kinds(input)).toEqual(['write-branch', 'open-pull']);
    const commit = effectOf(input, 'write-branch');
    expect(commit).toMatchObject({
      branch: 'norepeat/postmortem-12',
      from: 'main-1',
      expected: null,
    });
    expect(commit?.files.map(({ path }) => path)).toEqual([
      'postmortems/2026/2026-11-21-12-checkout-is-down.md',
      'postmortems/README.md',
    ]);
    expect(commit?.files[0]?.text).toContain('incident: acme/incidents#12');
  });

  it('opens a pull request that names the incident, and closes nothing', () => {
    const pull = effectOf(aPostmortem(), 'open-pull');
    expect(pull?.title).toBe('Postmortem: Checkout is down (#12)');
    expect(pull?.body).toContain('Postmortem of #12');
    expect(pull?.body).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#/i);
    expect(pull?.labels).toEqual(['postmortem:open']);
  });

  it('makes the index that is missing, unless another one is being written; not for ever', () => {
    const now = minute(61);
    const pathsWhile = (age: number) => {
      const createdAt = plus(now, -age);
      const others = [{ incident: 9, state: 'open', createdAt, reviewers: [] }] as const;
      const commit = effectOf(
        aPostmortem({ facts: postmortemFacts({ others }), now }),
        'write-branch',
      );
      return commit?.files.map(({ path }) => path.split('/').at(-1));
    };
    const document = '2026-11-21-12-checkout-is-down.md';
    expect(pathsWhile(30 * DAY)).toEqual([document]);
    expect(pathsWhile(30 * DAY + 1)).toEqual([document, 'README.md']);
  });

  it('takes a place beside files of that name that main has already, and writes over none', () => {
    const taken = ['', '-2'].map(
      (end) => `postmortems/2026/2026-11-21-12-Checkout-is-down${end}.md`,
    );
    const input = aPostmortem({ facts: postmortemFacts({ taken }) });
    const free = 'postmortems/2026/2026-11-21-12-checkout-is-down-3.md';
    const [document, index] = effectOf(input, 'write-branch')?.files ?? [];
    expect(document?.path).toBe(free);
    expect(index?.text).toContain('(2026/2026-11-21-12-checkout-is-down-3.md)');
    expect(effectOf(input, 'open-pull')?.body).toContain(`\`${free}\``);
  });

  it('waits for the resolution, unless somebody asked for it', () => {
    const status = { is: 'mitigated', since: minute(40), by: 'bob' } as const;
    const due = (asked: { by: string; at: ReturnType<typeof minute> } | null) =>
      aPostmortem({
        incident: aResolvedIncident({
          status,
          postmortem: { is: 'due', by: null, pull: null, asked },
        }),
      });
    expect(kinds(due(null))).toEqual([]);
    expect(kinds(due({ by: 'bob', at: minute(50) }))).toEqual(['write-branch', 'open-pull']);
  });

  it('is not done where none is asked for', () => {
    const incident = aResolvedIncident({ postmortem: { is: 'not-asked' } });
    expect(planPostmortem(aPostmortem({ incident }))).toMatchObject({
      effects: [],
      lookAgainAt: null,
    });
  });

  it('goes on where a crash left a branch without a commit', () => {
    const facts = postmortemFacts({ branch: { oid: 'main-1', ownCommitAt: null } });
    expect(effectOf(aPostmortem({ facts }), 'write-branch')).toMatchObject({ expected: 'main-1' });
  });

  it('only opens the pull request where the document is there already, whoever wrote it', () => {
    const document = {
      path: 'notes/ours.md',
      text: '---\nincident: acme/incidents#12\n---\n# Ours\n',
    };
    const facts = postmortemFacts({ branch: { oid: 'theirs', ownCommitAt: null }, document });
    expect(kinds(aPostmortem({ facts }))).toEqual(['open-pull']);
    expect(effectOf(aPostmortem({ facts }), 'open-pull')?.body).toContain('`notes/ours.md`');
  });

  it("is made of the team's template", () => {
    const template = { path: '.github/postmortem.md', text: '# Ours: {{title}}\n' };
    const facts = postmortemFacts({ template });
    const text = effectOf(aPostmortem({ facts }), 'write-branch')?.files[0]?.text;
    expect(text).toContain('# Ours: ');
  });

  it("is made of a built-in template, with a note, where the team's is broken or missing", () => {
    const broken = { path: '.github/postmortem.md', text: '# Ours\n\n<!-- norepeat:timelin -->\n' };
    const text = effectOf(
      aPostmortem({ facts: postmortemFacts({ template: broken }) }),
      'write-branch',
    )?.files[0]?.text;
    expect(text).toMatch(
      /> The template `\.github\/postmortem\.md` has markers .* the first in line 3\./,
    );
    expect(text).toContain('## What happened');
    const severities = aPolicy().severities.map((one) => ({
      ...one,
      postmortemTemplate: '.github/own.md',
    }));
    const severity = severities[1];
    if (severity === undefined) throw new Error('no severity');
    const incident = aResolvedIncident({ followUp: { severity, because: null } });
    const policy = aPolicy({ severities });
    const missing = effectOf(aPostmortem({ incident, policy }), 'write-branch')?.files[0]?.text;
    expect(missing).toContain('> The policy names the template `.github/own.md`');
  });

  it('is short for the less severe', () => {
    const severity = aPolicy().severities[2];
    if (severity === undefined) throw new Error('no severity');
    const incident = aResolvedIncident({ followUp: { severity, because: null } });
    expect(effectOf(aPostmortem({ incident }), 'write-branch')?.files[0]?.text).not.toContain(
      '## Why',
    );
  });

  it('leaves the index to the next one where another open one makes it', () => {
    const others = [{ incident: 11, state: 'open', createdAt: minute(0), reviewers: [] }] as const;
    const commit = effectOf(aPostmortem({ facts: postmortemFacts({ others }) }), 'write-branch');
    expect(commit?.files).toHaveLength(1);
  });
});

describe('a pull request closed without being merged', () => {
  const closed = (branch: PostmortemFacts['branch']): PostmortemFacts =>
    opened({ branch, pull: aPull({ state: 'closed', closedAt: minute(90) }) });
  const asked = (at: number) =>
    aResolvedIncident({
      postmortem: { is: 'due', by: null, pull: null, asked: { by: 'bob', at: minute(at) } },
    });

  it('stays closed until somebody asks for it afterwards', () => {
    const facts = closed({ oid: 'branch-1', ownCommitAt: null });
    expect(kinds(aPostmortem({ facts, now: minute(200) }))).toEqual([]);
    expect(kinds(aPostmortem({ facts, incident: asked(80), now: minute(200) }))).toEqual([]);
    expect(kinds(aPostmortem({ facts, incident: asked(91), now: minute(200) }))).toEqual([
      'reopen-pull',
    ]);
  });

  it('gets its branch back, at the commit that people left', () => {
    const effect = effectOf(
      aPostmortem({ facts: closed(null), incident: asked(91) }),
      'reopen-pull',
    );
    expect(effect).toMatchObject({ branch: 'norepeat/postmortem-12', restore: 'branch-1' });
  });

  it('makes way for another one where its branch went on without it', () => {
    const facts = closed({ oid: 'branch-9', ownCommitAt: null });
    const input = aPostmortem({ facts, incident: asked(91) });
    expect(kinds(input)).toEqual(['open-pull']);
    expect(effectOf(input, 'open-pull')?.body).toContain('pull/40');
  });
});

describe('an open postmortem', () => {
  const renamed = aResolvedIncident({ title: 'Checkout lost orders' });
  const later = plus(minute(61), HOUR);

  it('is left alone where it says what the incident says', () => {
    const plan = planPostmortem(aPostmortem({ facts: opened(), now: later }));
    expect(plan.effects.filter(({ kind }) => kind !== 'report-check')).toEqual([]);
  });

  it('follows the incident with one commit on the head that was read', () => {
    const commit = effectOf(
      aPostmortem({ facts: opened(), incident: renamed, now: later }),
      'write-branch',
    );
    expect(commit).toMatchObject({ expected: 'branch-1', from: 'branch-1' });
    expect(commit?.files.map(({ text }) => text).join('')).not.toContain('Checkout is down');
  });

  it('is not written twice within an hour, and looks again when it may be', () => {
    const plan = planPostmortem(
      aPostmortem({ facts: opened(), incident: renamed, now: minute(90) }),
    );
    expect(plan.effects.filter(({ kind }) => kind === 'write-branch')).toEqual([]);
    expect(plan.lookAgainAt).toBe(later);
  });

  it('is not written any more once a person approved, also when that was dismissed', () => {
    for (const review of [aReview(), aReview({ state: 'dismissed', approved: true })]) {
      const facts = opened({ pull: aPull({ reviews: [review] }) });
      const plan = planPostmortem(aPostmortem({ facts, incident: renamed, now: later }));
      expect(plan.effects.filter(({ kind }) => kind === 'write-branch')).toEqual([]);
      expect(plan.lookAgainAt).toBeNull();
    }
  });

  it('is written on after a bot approved, or a person asked for changes', () => {
    const bot = aReview({ by: { login: 'checker', kind: 'bot' } });
    for (const review of [bot, aReview({ state: 'changes-requested' })]) {
      const facts = opened({ pull: aPull({ reviews: [review] }) });
      const input = aPostmortem({ facts, incident: renamed, now: later });
      expect(effectOf(input, 'write-branch')).toBeDefined();
    }
  });

  it('stays where people moved its document', () => {
    const facts = opened();
    const document = { path: 'archive/moved.md', text: facts.document?.text ?? '' };
    const input = aPostmortem({ facts: { ...facts, document }, incident: renamed, now: later });
    expect(effectOf(input, 'write-branch')?.files.map(({ path }) => path)).toEqual([
      'archive/moved.md',
      'postmortems/README.md',
    ]);
    expect(effectOf(input, 'write-branch')?.files[1]?.text).toContain('(../archive/moved.md)');
  });

  it('is written anew where somebody deleted it, but not beside one without its front matter', () => {
    const gone = opened({ document: null });
    const files = ['postmortems/README.md'];
    const deleted = { ...gone, pull: aPull({ files }) };
    expect(effectOf(aPostmortem({ facts: deleted, now: later }), 'write-branch')).toBeDefined();
    const replaced = { ...gone, pull: aPull({ files: [...files, 'postmortems/2026/ours.md'] }) };
    const plan = planPostmortem(aPostmortem({ facts: replaced, now: later }));
    expect(plan.effects.map(({ kind }) => kind)).toEqual(['report-check']);
    expect(effectOf(aPostmortem({ facts: replaced, now: later }), 'report-check')).toMatchObject({
      conclusion: 'failure',
      headSha: 'branch-1',
    });
  });

  it.each([
    'docs/notes.md',
    'postmortems-old/ours.md',
    'postmortems/2026/ours.markdown',
    'postmortems/2026/graph.png',
  ])('is written anew where somebody deleted it, whatever %s says', (path) => {
    const files = ['postmortems/README.md', path];
    const deleted = { ...opened({ document: null }), pull: aPull({ files }) };
    const commit = effectOf(aPostmortem({ facts: deleted, now: later }), 'write-branch');
    expect(commit?.files[0]?.path).toMatch(/^postmortems\/2026\/.*-12-checkout-is-down\.md$/);
  });

  it('gets the label that somebody took off', () => {
    const facts = opened({ pull: aPull({ labels: [] }) });
    expect(effectOf(aPostmortem({ facts }), 'label-issue')?.add).toEqual(['postmortem:open']);
  });

  it('gives way in the index where it cannot be merged', () => {
    const facts = opened({ pull: aPull({ conflicting: true }) });
    const others = aPostmortem({ incident: aResolvedIncident({ title: 'Search is down' }) });
    const onMain =
      effectOf(
        {
          ...others,
          telling: {
            ...others.telling,
            incident: { ...others.telling.incident, ref: { repo: facts.repo, number: 13 } },
          },
        },
        'write-branch',
      )?.files[1]?.text ?? null;
    const index = { onMain, onBranch: facts.index?.onBranch ?? null, atParting: null };
    const commit = effectOf(
      aPostmortem({ facts: { ...facts, index }, now: later }),
      'write-branch',
    );
    expect(commit?.files.map(({ path }) => path)).toEqual(['postmortems/README.md']);
    expect(commit?.files[0]?.text).toContain('Search is down');
  });
});

describe('what a person wrote in the document', () => {
  const touched = (facts: PostmortemFacts): PostmortemFacts['document'] => ({
    path: facts.document?.path ?? '',
    text: (facts.document?.text ?? '').replace('Checkout is down<!--', 'The long night<!--'),
  });
  const incident = aResolvedIncident({ title: 'Checkout lost orders' });

  it('stays, and what it would say now is offered once', () => {
    const facts = opened();
    const document = touched(facts);
    const input = aPostmortem({ facts: { ...facts, document }, incident, now: minute(90) });
    const [offer, ...more] = planPostmortem(input).effects.filter(({ kind }) => kind === 'suggest');
    expect(more).toEqual([]);
    expect(offer).toMatchObject({ headOid: 'branch-1', path: document?.path });
    if (offer?.kind !== 'suggest') throw new Error('no offer');
    expect(offer.replacement).toContain('Checkout lost orders');
    expect(offer.words).toContain('Taking it over replaces what was written here');
    const pull = aPull({ offered: [offer.marker], offeredAt: [minute(90)] });
    expect(effectOf({ ...input, facts: { ...facts, document, pull } }, 'suggest')).toBeUndefined();
  });

  it('is asked about at most five times a day', () => {
    const facts = opened();
    const five = Array.from(
      { length: 5 },
      (_, index) => `<!-- norepeat:offer ${String(index)} -->`,
    );
    const pull = aPull({ offered: five, offeredAt: five.map((_, index) => minute(80 + index)) });
    const input = aPostmortem({
      facts: { ...facts, document: touched(facts), pull },
      incident: { ...incident, title: 'Another title' },
      now: minute(100),
    });
    const plan = planPostmortem(input);
    expect(plan.effects.filter(({ kind }) => kind === 'suggest')).toEqual([]);
    expect(plan.lookAgainAt).not.toBeNull();
  });
});

describe('a merged postmortem', () => {
  const merged = (overrides: Partial<PostmortemFacts> = {}): PostmortemFacts =>
    opened({
      branch: null,
      pull: aPull({
        state: 'merged',
        closedAt: minute(200),
        merged: { at: minute(200), by: person('dave') },
        labels: ['postmortem:open'],
      }),
      ...overrides,
    });
  const now = minute(201);

  it('is told to the incident, with a link to the document, once', () => {
    const input = aPostmortem({ facts: merged(), now });
    const comment = effectOf(input, 'keep-comment');
    expect(comment?.body).toContain('blob/main/postmortems/2026/2026-11-21-12-checkout-is-down.md');
    const there = aComment(comment?.body ?? '', { by: SELF });
    const record = someFacts({ comments: [there] });
    expect(effectOf({ ...input, record }, 'keep-comment')).toBeUndefined();
  });

  it('shows that it is published', () => {
    expect(effectOf(aPostmortem({ facts: merged(), now }), 'label-issue')).toMatchObject({
      add: ['postmortem:published'],
      remove: ['postmortem:open'],
    });
  });

  it('is told to items that the app opened, once, and to no others', () => {
    const body =
      '<!-- norepeat:item I_12 1 0 -->\nAction item.\n\nDue: 2026-12-01\n\nIt is done when …';
    const own = aSubIssue({ body, author: SELF });
    const incident = aResolvedIncident({ actionItems: [own, aSubIssue({ body })] });
    const input = aPostmortem({ incident, facts: merged(), now });
    const edits = planPostmortem(input).effects.filter(
      (one): one is Of<'edit-text'> => one.kind === 'edit-text',
    );
    expect(edits).toHaveLength(1);
    const after = (edits[0]?.to ?? '') + body.slice(edits[0]?.from.length);
    expect(after).toContain(
      'Postmortem: https://github.example/acme/incidents/pull/40\n\nDue: 2026-12-01\n',
    );
    const told = aResolvedIncident({ actionItems: [{ ...own, body: after }] });
    expect(
      effectOf(aPostmortem({ incident: told, facts: merged(), now }), 'edit-text'),
    ).toBeUndefined();
  });

  it('says nothing of a restricted incident where others read', () => {
    const body = '<!-- norepeat:item I_12 1 0 -->\nAction item.\n\nDue: 2026-12-01\n';
    const incident = aResolvedIncident({
      restricted: true,
      actionItems: [aSubIssue({ body, author: SELF })],
    });
    expect(effectOf(aPostmortem({ incident, facts: merged(), now }), 'edit-text')).toBeUndefined();
  });

  it('makes action items of its rows, once, by whoever merged it', () => {
    const facts = merged();
    const row = '| Alert on errors | @alice | 2026-12-01 | |';
    const text = (facts.document?.text ?? '').replace(/(\| Action .*\n\|.*\n)/, `$1${row}\n`);
    expect(text).toContain(row);
    const document = { path: facts.document?.path ?? '', text };
    const plan = planPostmortem(aPostmortem({ facts: { ...facts, document }, now }));
    expect(plan.entries).toMatchObject([
      { verdict: 'row', title: 'Alert on errors', owner: 'alice', by: 'dave' },
      { verdict: 'rows-taken', asked: null },
    ]);
    const again = aPostmortem({ facts: { ...facts, document }, now, ledger: plan.entries });
    expect(planPostmortem(again).entries).toEqual([]);
  });

  it('takes the rows of the moment for /create-items, also before it is merged', () => {
    const facts = opened();
    const said = {
      verdict: 'accepted',
      comment: 77,
      by: 'bob',
      at: minute(80),
      commands: [{ kind: 'create-items' }],
    } as const;
    const row = '| Alert on errors | | | |';
    const text = (facts.document?.text ?? '').replace(/(\| Action .*\n\|.*\n)/, `$1${row}\n`);
    const document = { path: facts.document?.path ?? '', text };
    const input = aPostmortem({ facts: { ...facts, document }, ledger: [said] });
    const { entries } = planPostmortem(input);
    expect(entries).toMatchObject([
      { verdict: 'row', by: 'bob' },
      { verdict: 'rows-taken', asked: 77 },
    ]);
    expect(planPostmortem({ ...input, ledger: [said, ...entries] }).entries).toEqual([]);
  });

  it('is history after a while: nothing is put back', () => {
    expect(kinds(aPostmortem({ facts: merged(), now: minute(60 * 24 * 30) }))).toEqual([]);
  });
});

describe('a pull request that was merged without a document', () => {
  const now = minute(201);
  const empty = (overrides: Partial<PostmortemFacts> = {}): PostmortemFacts =>
    postmortemFacts({
      branch: { oid: 'branch-1', ownCommitAt: minute(61) },
      pull: aPull({
        state: 'closed',
        closedAt: minute(200),
        merged: { at: minute(200), by: person('dave') },
      }),
      ...overrides,
    });
  const askedAt = (at: number) =>
    aResolvedIncident({
      postmortem: { is: 'due', by: null, pull: null, asked: { by: 'bob', at: minute(at) } },
    });

  it('is told to the incident once, with what to do; nothing is opened in its place', () => {
    const input = aPostmortem({ facts: empty(), now });
    expect(kinds(input)).toEqual(['keep-comment']);
    const body = effectOf(input, 'keep-comment')?.body ?? '';
    expect(body).toMatch(/not published:.*#40.*merged by dave.*no document/);
    expect(body).toContain('`/postmortem`');
    const record = someFacts({ comments: [aComment(body, { by: SELF })] });
    expect(kinds({ ...input, record })).toEqual([]);
    const before = aPostmortem({ facts: empty(), now, incident: askedAt(100) });
    expect(kinds({ ...before, record })).toEqual([]);
  });

  it('is told to nobody where none is owed', () => {
    const incident = aResolvedIncident({ postmortem: { is: 'not-asked' } });
    expect(kinds(aPostmortem({ facts: empty(), now, incident }))).toEqual([]);
  });

  it('is followed by another one, once somebody asks: GitHub opens none again that was merged', () => {
    const incident = askedAt(200.5);
    const effects = ['keep-comment', 'write-branch', 'open-pull'];
    expect(kinds(aPostmortem({ facts: empty(), now, incident }))).toEqual(effects);
    const gone = aPostmortem({ facts: empty({ branch: null }), now, incident });
    expect(kinds(gone)).toEqual(effects);
    expect(effectOf(gone, 'write-branch')).toMatchObject({ from: 'main-1', expected: null });
  });

  it('leaves the rows to the one with a document', () => {
    expect(planPostmortem(aPostmortem({ facts: empty(), now })).entries).toEqual([]);
  });
});

describe('an open postmortem of what was a false alarm', () => {
  const because = { why: 'false-alarm', reason: 'the probe broke' } as const;
  const incident = aResolvedIncident({
    status: { is: 'closed', since: minute(90), by: 'bob', because },
    postmortem: { is: 'not-asked' },
  });
  const now = minute(300);
  const begun = (touched: boolean) => aPostmortem({ facts: shown({ touched }), incident, now });
  const shown = (pull: Partial<NonNullable<PostmortemFacts['pull']>>) => {
    const facts = opened();
    return { ...facts, pull: { ...facts.pull, ...aPull(pull) } };
  };

  it('is closed where nobody wrote in it, and says why and how it is opened again', () => {
    expect(kinds(begun(false))).toEqual(['keep-comment', 'report-check', 'close-pull']);
    const { issue, body = '' } = effectOf(begun(false), 'keep-comment') ?? {};
    expect(issue?.number).toBe(40);
    expect(body).toMatch(/#12 was a false alarm.*so it is closed.*`\/postmortem` in #12/s);
  });

  it('is opened again by itself where it is owed after all; what a person closed is not', () => {
    const closed = (closedBy: typeof SELF) => {
      const facts = shown({ state: 'closed', closedAt: minute(100), closedBy });
      return kinds(aPostmortem({ facts, now }));
    };
    expect(closed(SELF)).toEqual(['reopen-pull']);
    expect(closed(person('dave'))).toEqual([]);
  });

  it('is left to those who wrote in it, with a check that asks for nothing, once', () => {
    expect(kinds(begun(true))).toEqual(['keep-comment', 'report-check']);
    const run = effectOf(begun(true), 'report-check');
    expect(run?.conclusion).toBe('neutral');
    const body = effectOf(begun(true), 'keep-comment')?.body ?? '';
    expect(body).toContain('Otherwise close it');
    const ownComments = [{ id: 5, nodeId: 'IC_5', body }];
    const reported = run?.externalId ?? null;
    const told = shown({ touched: true, ownComments, reported });
    expect(planPostmortem(aPostmortem({ facts: told, incident, now }))).toMatchObject({
      effects: [],
      wantsReviewer: false,
      lookAgainAt: null,
    });
    const again = kinds(aPostmortem({ facts: told, now }));
    expect(again).toContain('delete-comment');
    expect(again).not.toContain('close-pull');
  });
});
