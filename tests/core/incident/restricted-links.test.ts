import { describe, expect, it } from 'vitest';
import { summaryComment } from '../../../src/core/messages/summary.ts';
import { timelineReply } from '../../../src/core/messages/timeline.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aLinkedIssue, aSubIssue, mentionedBy, minute, someFacts } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

const secrets = { owner: 'acme', name: 'security-incidents' };
const policy = aPolicy({ privateRepository: secrets });
// GitHub calls both repositories private, so that nothing it says makes one more secret.
const leak = {
  ref: { repo: secrets, number: 7 },
  title: 'Keys leaked',
  url: 'https://github.example/acme/security-incidents/issues/7',
  restricted: false,
};

const words = (repo = { owner: 'acme', name: 'incidents' }): string => {
  const given = {
    ref: { repo, number: 12 },
    events: [...someFacts().events, mentionedBy(aLinkedIssue(leak), { at: minute(3) })],
    subIssues: [aSubIssue(leak)],
  };
  const { incident } = run(given, { policy });
  const summary = summaryComment(incident, policy, minute(5), { ledgerBlocks: [] });
  return `${summary}\n${timelineReply(incident, policy)}`;
};

describe('an issue of the private repository', () => {
  it('is told of elsewhere only as a restricted one: no name, no title, no link', () => {
    expect(words()).toContain('restricted');
    expect(words()).not.toMatch(/Keys leaked|security-incidents/);
  });

  it('is told of in full within that repository', () => {
    expect(words(secrets)).toContain('Keys leaked');
  });
});
