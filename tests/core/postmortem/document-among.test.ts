import { describe, expect, it } from 'vitest';
import { mayBringDocument } from '../../../src/core/postmortem/document-among.ts';
import { INCIDENT_REF } from '../../builders/facts.ts';

describe('what was merged may be the postmortem', () => {
  const path = 'postmortems/2026/2026-11-21-12-down.md';

  it.each([
    ['its document', { path, change: 'added' }, true],
    [
      'a document that people wrote, wherever it is',
      { path: 'docs/Ours.MD', change: 'added' },
      true,
    ],
    ['one that was there and is written anew', { path, change: 'modified' }, true],
    ['an old text that was mended', { path: 'docs/ours.md', change: 'modified' }, false],
    ['the index', { path: 'postmortems/README.md', change: 'added' }, false],
    ['a document that is taken away', { path, change: 'deleted' }, false],
    ['something else', { path: 'notes.txt', change: 'added' }, false],
  ])('%s', (_, file, expected) => {
    expect(mayBringDocument([file], INCIDENT_REF)).toBe(expected);
  });

  it('not where nothing was', () => {
    expect(mayBringDocument([], INCIDENT_REF)).toBe(false);
  });
});
