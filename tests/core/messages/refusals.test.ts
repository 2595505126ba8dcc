import { describe, expect, test } from 'vitest';
import { whyNotOfItem } from '../../../src/core/messages/item-refusals.ts';
import { refusedReply } from '../../../src/core/messages/replies.ts';
import { whyRefused } from '../../../src/core/messages/refusals.ts';
import type { Refusal } from '../../../src/core/incident/refusal.ts';
import type { ItemRefusal } from '../../../src/core/followup/item-sayings.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { minute } from '../../builders/facts.ts';

const policy = aPolicy();
const incidents = { owner: 'acme', name: 'incidents' };
const checkout = { owner: 'acme', name: 'checkout' };

function onIncident(found: string, refusal: Refusal): string {
  const why = whyRefused(refusal, policy, { command: 'snooze', by: 'alice' });
  return refusedReply([{ line: 1, found, ...why }]);
}

function onItem(found: string, refusal: ItemRefusal): string {
  const incident = { repo: incidents, number: 6 };
  return refusedReply([{ line: 1, found, ...whyNotOfItem(refusal, { policy, incident }) }]);
}

describe('a command said in the wrong place is sent to the right one', () => {
  test('of an action item: which are open, and nothing to write here', () => {
    const items = [{ repo: checkout, number: 7 }];
    expect(onIncident('/confirm', { why: 'on-item-only', command: 'confirm', items })).toBe(
      '`/confirm`: write it in a comment on the action item that it is about, not on the incident; open is acme/checkout#\u200b7.',
    );
  });

  test('of a pull request: there, and nothing to write here', () => {
    expect(onIncident('/fixes #6', { why: 'on-pull-only', command: 'fixes' })).toBe(
      '`/fixes #6`: write it in a comment on the pull request that it is about, not on the incident.',
    );
  });

  test('to let a don’t-repeat item go: who says what on which incident', () => {
    const reply = onItem('/not-doing', {
      why: 'counted',
      item: { repo: checkout, number: 7 },
    });
    expect(reply).toMatch(
      /, who writes `\/accept acme\/checkout#7 reason` on acme\/incidents#\u200b6\.$/u,
    );
  });
});

describe('a pause that is too long is answered with the longest there is', () => {
  const refusal = {
    why: 'quiet-too-long',
    until: minute(900_000),
    latest: minute(14_400),
  } as const;

  test.each([
    ['on the incident', onIncident('/snooze 90d', refusal)],
    ['on the item', onItem('/snooze 90d', refusal)],
  ])('%s, as a day and not to the second', (_, reply) => {
    expect(reply).toMatch(
      /too far away: reminders here can pause to the end of (2026-\d\d-\d\d) at the latest\. Write `\/snooze until \1`\./,
    );
    expect(reply).not.toMatch(/\d:\d\d/);
  });
});

describe('of what an incident cannot repeat', () => {
  const six = { repo: incidents, number: 6 };

  test.each([
    ['one that is not there', { why: 'no-such-incident', issue: six }],
    ['itself', { why: 'itself', command: 'repeat-of' }],
  ] as const)(
    '%s, the way to find the right one is named, and no number that may not exist',
    (_, refusal) => {
      const reply = onIncident('/repeat-of #6', refusal);
      expect(reply).toContain('Write `/similar`.');
      expect(reply).not.toMatch(/#12|\/related/);
    },
  );
});
