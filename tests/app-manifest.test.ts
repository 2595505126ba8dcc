import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { WEBHOOK_PATH } from '../src/http/server.ts';

const text = readFileSync(new URL('../app.yml', import.meta.url), 'utf8');
const manifest = z
  .object({
    url: z.url(),
    public: z.literal(false),
    hook_attributes: z.object({ url: z.url(), active: z.literal(true) }),
    default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
    default_events: z.array(z.string()),
  })
  .parse(load(text));

const github = z
  .object({
    schemas: z.object({
      'app-permissions': z.object({
        properties: z.record(z.string(), z.looseObject({ enum: z.array(z.string()).optional() })),
      }),
    }),
    webhooks: z.record(z.string(), z.unknown()),
  })
  .parse(
    JSON.parse(
      gunzipSync(
        readFileSync(new URL('../sandbox/spec/baked/github.json.gz', import.meta.url)),
      ).toString('utf8'),
    ),
  );

test('every permission is one that GitHub knows, at a level that it offers', () => {
  const known = github.schemas['app-permissions'].properties;
  for (const [name, level] of Object.entries(manifest.default_permissions)) {
    expect(known[name]?.enum, name).toContain(level);
  }
});

test('every event is one that GitHub sends', () => {
  for (const event of manifest.default_events)
    expect(Object.keys(github.webhooks)).toContain(event);
});

test('every permission and every event is explained by a comment above it', () => {
  const lines = text.split('\n');
  const entries = [
    ...Object.entries(manifest.default_permissions).map(([name, level]) => `  ${name}: ${level}`),
    ...manifest.default_events.map((event) => `  - ${event}`),
  ];
  for (const entry of entries) {
    const at = lines.indexOf(entry);
    expect(at, entry).toBeGreaterThan(0);
    expect(lines[at - 1], entry).toMatch(/^ {2}# \S/);
  }
});

test('for every event the permission is asked without which GitHub does not send it', () => {
  for (const event of manifest.default_events) {
    const permission = NEEDS[event];
    if (permission === undefined) throw new Error(`nobody says what ${event} needs`);
    expect(Object.keys(manifest.default_permissions), event).toContain(permission);
  }
});

test('the app can be pinned as the source of a required check, and answer a merge queue', () => {
  expect(manifest.default_permissions).toMatchObject({ statuses: 'write', merge_queues: 'read' });
});

/** By GitHub's page on webhook events. */
const NEEDS: Readonly<Record<string, string>> = {
  check_run: 'checks',
  check_suite: 'checks',
  issue_comment: 'issues',
  issues: 'issues',
  label: 'metadata',
  member: 'members',
  membership: 'members',
  merge_group: 'merge_queues',
  organization: 'members',
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  push: 'contents',
  repository: 'metadata',
  repository_dispatch: 'contents',
  sub_issues: 'issues',
  team: 'members',
};

test('deliveries are sent to the path on which the program listens', () => {
  expect(new URL(manifest.hook_attributes.url).pathname).toBe(WEBHOOK_PATH);
});
