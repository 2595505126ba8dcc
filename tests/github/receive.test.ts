import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import { hear } from '../../src/github/receive/hear.ts';
import { installationOf } from '../../src/github/receive/installation-of.ts';
import { mentionedIssues } from '../../src/github/receive/mentions.ts';

const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string;
  readonly examples: readonly unknown[];
}[];
const self = { id: 4711, slug: 'norepeat' };
const repository = { full_name: 'acme/incidents', default_branch: 'main' };
const alice = { login: 'alice', type: 'User' };
const app = { login: 'norepeat[bot]', type: 'Bot' };

const nothing = { keys: [], intent: null, glimpses: [], request: null };

const keysOf = (event: string, payload: unknown) =>
  hear({ event, payload }, self).keys.map(formatKey);

describe('official example payloads', () => {
  const all = examples.flatMap(({ name, examples: list }) =>
    list.map((payload) => ({ name, payload })),
  );

  test('there are 329 of them', () => {
    expect(all).toHaveLength(329);
  });

  test('each is heard without a throw, by its own name and by every other', () => {
    const names = new Set(all.map(({ name }) => name));
    for (const { payload } of all) {
      for (const name of names) {
        expect(() => hear({ event: name, payload }, self)).not.toThrow();
        expect(() => installationOf(name, payload)).not.toThrow();
      }
    }
  });

  test.each([
    ...['issues', 'issue_comment', 'label', 'push', 'installation', 'pull_request'],
    ...['pull_request_review', 'merge_group', 'check_suite', 'team', 'membership', 'organization'],
    ...['member', 'repository'],
  ])('some of %s make keys', (name) => {
    const heard = all
      .filter((one) => one.name === name)
      .flatMap((one) => keysOf(name, one.payload));
    expect(heard.length).toBeGreaterThan(0);
  });
});

test.each([undefined, null, 1, 'x', [], {}, { repository: { full_name: '../..' } }])(
  'an odd payload (%j) makes no keys',
  (payload) => {
    for (const event of [
      'issues',
      'issue_comment',
      'push',
      'sub_issues',
      'nonsense',
      '__proto__',
    ]) {
      expect(hear({ event, payload }, self)).toEqual(nothing);
    }
  },
);

describe('issues', () => {
  test.each(['opened', 'edited', 'labeled', 'closed', 'reopened', 'assigned', 'deleted'])(
    '%s marks the incident',
    (action) => {
      expect(keysOf('issues', { action, repository, issue: { number: 7 }, sender: alice })).toEqual(
        ['incident:acme/incidents#7'],
      );
    },
  );

  test.each(['labeled', 'closed', 'assigned', 'edited'])('%s by the app is an echo', (action) => {
    expect(keysOf('issues', { action, repository, issue: { number: 7 }, sender: app })).toEqual([]);
  });

  test('a user who calls himself norepeat is not the app', () => {
    const sender = { login: 'norepeat[bot]', type: 'User' };
    expect(
      keysOf('issues', { action: 'labeled', repository, issue: { number: 7 }, sender }),
    ).toHaveLength(1);
  });

  test('an issue the app opened is looked at', () => {
    expect(
      keysOf('issues', { action: 'opened', repository, issue: { number: 7 }, sender: app }),
    ).toEqual(['incident:acme/incidents#7']);
  });

  test('an action item’s news is its incident’s news, also when the app made it', () => {
    const issue = {
      number: 3,
      parent_issue_url: 'https://ghe.example/api/v3/repos/acme/incidents/issues/7',
    };
    expect(
      keysOf('issues', {
        action: 'closed',
        repository: { full_name: 'acme/checkout' },
        issue,
        sender: alice,
      }),
    ).toEqual(['incident:acme/checkout#3', 'incident:acme/incidents#7']);
    expect(
      keysOf('issues', {
        action: 'closed',
        repository: { full_name: 'acme/checkout' },
        issue,
        sender: app,
      }),
    ).toEqual(['incident:acme/incidents#7']);
  });

  test('a transfer marks both ends', () => {
    const changes = { new_issue: { number: 9 }, new_repository: { full_name: 'acme/archive' } };
    expect(
      keysOf('issues', { action: 'transferred', repository, issue: { number: 7 }, changes }),
    ).toEqual(['incident:acme/incidents#7', 'incident:acme/archive#9']);
  });
});

describe('comments', () => {
  const comment = (body: string, over: object = {}) => ({
    action: 'created',
    repository,
    issue: { number: 7 },
    comment: { body },
    sender: alice,
    ...over,
  });

  test('a comment marks the incident', () => {
    expect(keysOf('issue_comment', comment('hello'))).toEqual(['incident:acme/incidents#7']);
  });

  test('a comment by the app is an echo, its edit by a person is not', () => {
    expect(keysOf('issue_comment', comment('hello', { sender: app }))).toEqual([]);
    expect(keysOf('issue_comment', comment('hello', { action: 'edited' }))).toHaveLength(1);
  });

  test('/incident declare on a pull request marks the thread alone', () => {
    const payload = comment('/incident declare checkout is down', {
      repository: { full_name: 'acme/checkout' },
      issue: { number: 3, pull_request: { url: 'x' } },
    });
    expect(keysOf('issue_comment', payload)).toEqual(['thread:acme/checkout#3']);
  });

  test('an incident that a comment elsewhere mentions is looked at', () => {
    const payload = comment('see acme/incidents#7', { repository: { full_name: 'acme/checkout' } });
    expect(keysOf('issue_comment', payload)).toEqual([
      'incident:acme/checkout#7',
      'incident:acme/incidents#7',
    ]);
  });
});

describe('action items', () => {
  const checkout = { full_name: 'acme/checkout' };
  const said = (body: string, over: object = {}) =>
    keysOf('issue_comment', {
      action: 'created',
      repository: checkout,
      issue: { number: 3 },
      comment: { body },
      sender: alice,
      ...over,
    });

  test.each([
    ...['/owner @bob', '/due 2026-12-01', '/confirm', '/not-doing it is gone', '/snooze 2h'],
    ...['/help', '/deadline 5bd', '/Confirm', '/accept #3 too much work', '/confrim'],
    ...['/resolved', '/severity sev2', '/action Cap the pool', '/ack', '/role commander @bob'],
  ])('%s in a comment on any issue marks it', (body) => {
    expect(said(body)).toEqual(['incident:acme/checkout#3', 'item:acme/checkout#3']);
  });

  test('other words, pull requests and the app’s own comments do not', () => {
    expect(said('/rebase and /overdue')).toEqual(['incident:acme/checkout#3']);
    expect(said('look into /var/resolved, src/severity and /reopen')).toEqual([
      'incident:acme/checkout#3',
    ]);
    expect(said('/confirm', { issue: { number: 3, pull_request: { url: 'x' } } })).toEqual([]);
    expect(said('/confirm', { sender: app })).toEqual([]);
  });

  const opened = (body: string, over: object = {}) =>
    keysOf('issues', {
      action: 'opened',
      repository: checkout,
      issue: { number: 3, body },
      sender: alice,
      ...over,
    });

  test.each(['Part of acme/incidents#7', 'fixes acme/incidents#7', 'Resolves: acme/incidents#7'])(
    'an issue that says “%s” is looked at',
    (body) => {
      expect(opened(body)).toContain('item:acme/checkout#3');
      expect(opened(body, { action: 'edited' })).toContain('item:acme/checkout#3');
    },
  );

  test('an issue that mentions an incident, or was opened by the app, is not', () => {
    expect(opened('see acme/incidents#7')).not.toContain('item:acme/checkout#3');
    expect(opened('a part of nothing')).not.toContain('item:acme/checkout#3');
    const own = opened('Part of acme/incidents#7', { sender: app });
    expect(own).not.toContain('item:acme/checkout#3');
  });
});

describe('a postmortem', () => {
  const about = (ref: string, from = 'acme/incidents', action = 'closed') =>
    keysOf('pull_request', {
      action,
      repository,
      pull_request: {
        number: 40,
        head: { sha: 'a'.repeat(40), ref, repo: { full_name: from } },
        base: { ref: 'main' },
      },
      sender: alice,
    });

  test.each(['opened', 'closed', 'reopened'])('that is %s marks its incident', (action) => {
    expect(about('norepeat/postmortem-7', 'acme/incidents', action)).toContain(
      'incident:acme/incidents#7',
    );
  });

  test('from a fork, or from a branch of another name, marks none', () => {
    expect(about('norepeat/postmortem-7', 'mallory/incidents').join()).not.toContain('incident:');
    expect(about('norepeat/postmortem-7b').join()).not.toContain('incident:');
  });
});

describe('mentions', () => {
  const home = { owner: 'acme', name: 'checkout' };
  test.each([
    ['fixes #12', ['checkout#12']],
    ['(#12), #13.', ['checkout#12', 'checkout#13']],
    ['acme/incidents#7', ['incidents#7']],
    ['https://github.com/acme/incidents/issues/7#issuecomment-1', ['incidents#7']],
    ['http://localhost:3000/acme/incidents/pull/7', ['incidents#7']],
    ['umbrella/hive#7', []],
    ['abc#7 &#39; # 7', []],
    ['#0007 #99999999999', ['checkout#7']],
  ])('%s', (text, expected) => {
    expect(mentionedIssues(text, home).map(({ repo, number }) => `${repo.name}#${number}`)).toEqual(
      expected,
    );
  });

  test('a wall of references is cut', () => {
    const wall = Array.from({ length: 5000 }, (_, i) => `#${i + 1}`).join(' ');
    expect(mentionedIssues(wall, home)).toHaveLength(10);
  });

  test('a hostile text is read in linear time', () => {
    const before = performance.now();
    mentionedIssues(`${'a/'.repeat(32_000)}#`, home);
    mentionedIssues('#'.repeat(65_000), home);
    mentionedIssues(`//${'a'.repeat(65_000)}`, home);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('the rest', () => {
  test('sub-issues mark the parent', () => {
    expect(
      keysOf('sub_issues', {
        action: 'sub_issue_added',
        parent_issue: { number: 7, repository_url: 'https://api.github.com/repos/acme/incidents' },
        repository: { full_name: 'acme/checkout' },
        sender: alice,
      }),
    ).toEqual(['incident:acme/incidents#7']);
  });

  test('a label of a person marks the labels, a label of the app does not', () => {
    expect(keysOf('label', { action: 'edited', repository, sender: alice })).toEqual([
      'labels:acme/incidents',
    ]);
    expect(keysOf('label', { action: 'created', repository, sender: app })).toEqual([]);
  });

  test.each([
    ['touches the policy', { commits: [{ modified: ['.github/norepeat.yml'] }] }, ['policy']],
    ['removes the policy', { commits: [{ removed: ['.github/norepeat.yml'] }] }, ['policy']],
    ['touches something else', { commits: [{ added: ['README.md'] }] }, []],
    ['is forced', { forced: true, commits: [] }, ['policy', 'owners:main']],
    [
      'is too long to be listed',
      { commits: Array.from({ length: 20 }, () => ({})) },
      ['policy', 'owners:main'],
    ],
    ['is elsewhere', { ref: 'refs/heads/x', commits: [{ added: ['.github/norepeat.yml'] }] }, []],
    ['adds owners', { commits: [{ added: ['CODEOWNERS'] }] }, ['owners:main']],
    [
      'changes owners of another branch',
      { ref: 'refs/heads/release/1', commits: [{ modified: ['docs/CODEOWNERS'] }] },
      ['owners:release/1'],
    ],
    ['is forced elsewhere', { ref: 'refs/heads/x', forced: true, commits: [] }, ['owners:x']],
    [
      'makes a branch, perhaps again',
      { ref: 'refs/heads/release/1', created: true, commits: [] },
      ['owners:release/1'],
    ],
    ['removes owners', { commits: [{ removed: ['.github/CODEOWNERS'] }] }, ['owners:main']],
    ['is a file of that name', { commits: [{ added: ['src/CODEOWNERS'] }] }, []],
    ['is a tag', { ref: 'refs/tags/v1', commits: [{ added: ['CODEOWNERS'] }] }, []],
    ['deletes the branch', { deleted: true, commits: [], forced: true }, ['owners:main']],
  ])('a push that %s', (_, over, kinds) => {
    const keys = kinds.map((each) => {
      const [kind = '', branch] = each.split(':');
      return [kind, 'acme/incidents', ...(branch === undefined ? [] : [branch])].join(':');
    });
    expect(keysOf('push', { ref: 'refs/heads/main', repository, ...over })).toEqual(keys);
  });

  test('repository_dispatch "incident" is intent and is kept as it came', () => {
    const payload = { title: 'disk full', odd: [1] };
    const heard = hear(
      {
        event: 'repository_dispatch',
        payload: { action: 'incident', repository, client_payload: payload, sender: alice },
      },
      self,
    );
    expect(heard.keys.map(formatKey)).toEqual(['dispatch:acme/incidents']);
    expect(heard.intent?.payload).toEqual({
      event_type: 'incident',
      client_payload: payload,
      sender: 'alice',
    });
  });

  test('another repository_dispatch is not ours', () => {
    const heard = hear(
      { event: 'repository_dispatch', payload: { action: 'deploy', repository } },
      self,
    );
    expect(heard).toEqual(nothing);
  });

  test.each(['new_permissions_accepted', 'unsuspend'])(
    'an installation that changes sweeps everything of its account, when GitHub names no repository: %s',
    (action) => {
      const payload = { action, installation: { id: 5, account: { login: 'acme' } } };
      expect(keysOf('installation', payload)).toEqual(['installation:acme']);
      expect(keysOf('installation', { ...payload, repositories: [] })).toEqual([
        'installation:acme',
      ]);
    },
  );

  test('a new installation sweeps its repositories, and says whose it is', () => {
    const payload = {
      action: 'created',
      installation: { id: 5, account: { login: 'acme' } },
      repositories: [{ full_name: 'acme/incidents' }, { full_name: 'acme/checkout' }],
    };
    expect(keysOf('installation', payload)).toEqual([
      'sweep:acme/incidents',
      'sweep:acme/checkout',
    ]);
    expect(installationOf('installation', payload)).toEqual({ id: 5, owner: 'acme', gone: false });
    expect(installationOf('installation', { ...payload, action: 'deleted' })?.gone).toBe(true);
  });
});
