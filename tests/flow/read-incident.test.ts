import { expect, test } from 'vitest';
import type { AdoptedEntry, Ledger } from '../../src/core/ledger/ledger.ts';
import { readIncident } from '../../src/flow/read-incident.ts';
import { aSubIssue, INCIDENT_REF, minute, someFacts } from '../builders/facts.ts';

const adopted: AdoptedEntry = {
  ...{ verdict: 'adopted', item: aSubIssue().ref, nodeId: 'I_34', via: 'task-list' },
  ...{ by: 'alice', at: minute(5) },
};

/** A GitHub that shows by node id what is asked for, and what was asked. */
async function reading(kept: { readonly stored: Ledger; readonly onGitHub: Ledger }) {
  const asked: (readonly string[])[] = [];
  const read = await readIncident(
    {
      ledgers: {
        stored: () => Promise.resolve(kept.stored),
        load: () => Promise.resolve(kept.onGitHub),
      },
      reader: {
        read: (_issue, { items = [] }) => {
          asked.push(items);
          const detached = items.includes('I_34') ? [aSubIssue({ parent: null })] : [];
          return Promise.resolve({ kind: 'found', value: someFacts({ detached }) });
        },
      },
      tracker: { whereabouts: () => Promise.resolve({ kind: 'here' }) },
    },
    INCIDENT_REF,
    { index: 'postmortems/README.md' },
  );
  const seen = read.kind === 'found' ? read.value.facts.detached.map(({ nodeId }) => nodeId) : [];
  return { asked, seen };
}

test('an adopted issue that is not linked yet is asked for with the incident, in one read', async () => {
  const { asked, seen } = await reading({ stored: [adopted], onGitHub: [adopted] });
  expect(asked).toEqual([['I_34']]);
  expect(seen).toEqual(['I_34']);
});

test('it is asked for also after the store was lost', async () => {
  const { asked, seen } = await reading({ stored: [], onGitHub: [adopted] });
  expect(asked).toEqual([[], ['I_34']]);
  expect(seen).toEqual(['I_34']);
});
