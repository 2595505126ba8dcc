import { describe, expect, it } from 'vitest';
import {
  documentAmong,
  mayBringDocument,
  maybeDocuments,
  type Changed,
} from '../../../src/core/postmortem/document-among.ts';
import { INCIDENT_REF } from '../../builders/facts.ts';

const PATH = 'postmortems/2026/2026-11-21-12-down.md';
const IN_FOLDER = 'postmortems/2026-11-21-12-down/README.md';
const INDEX = 'postmortems/README.md';
const OURS = '---\nincident: acme/incidents#12\n---\n# Ours\n';

describe('what was merged may be the postmortem', () => {
  it.each([
    ['its document', { path: PATH, change: 'added' }, true],
    ['a document that people wrote, wherever it is', { path: 'docs/A.MD', change: 'added' }, true],
    ['one that was there before', { path: 'docs/ours.md', change: 'modified' }, true],
    ['a README.md of a folder of its own', { path: IN_FOLDER, change: 'added' }, true],
    ['the index', { path: 'postmortems/README.md', change: 'added' }, false],
    ['a document that is taken away', { path: PATH, change: 'deleted' }, false],
    ['something else', { path: 'notes.txt', change: 'added' }, false],
  ])('%s', (_, file, expected) => {
    expect(mayBringDocument([file], INDEX)).toBe(expected);
    // So does the postmortem's job, which reads texts.
    const shown = maybeDocuments([file], { directory: 'postmortems', index: INDEX });
    expect(shown.length > 0).toBe(expected);
  });

  it('not where nothing was', () => {
    expect(mayBringDocument([], INDEX)).toBe(false);
  });
});

describe('the document of a branch', () => {
  const chosen = (texts: Readonly<Record<string, string>>, changes: readonly Changed[]) => {
    const places = { directory: 'postmortems', index: INDEX };
    const files = maybeDocuments(changes, places).map((path) => ({
      path,
      text: texts[path] ?? '',
    }));
    return documentAmong(files, INCIDENT_REF, 'postmortems', changes).document?.path;
  };

  it.each(['postmortems/ours.md', 'docs/ours.md'])(
    'names the incident, also where main has had it before: %s',
    (path) => {
      expect(chosen({ [path]: OURS }, [{ path, change: 'modified' }])).toBe(path);
    },
  );

  it('is named as the app names it, also where main has a file of that name', () => {
    expect(chosen({ [PATH]: '# Ours\n' }, [{ path: PATH, change: 'modified' }])).toBe(PATH);
  });

  it('is the new one before one that was there', () => {
    const beside = PATH.replace('.md', '-2.md');
    const changes = [
      { path: PATH, change: 'modified' },
      { path: beside, change: 'added' },
    ];
    expect(chosen({ [PATH]: OURS, [beside]: OURS }, changes)).toBe(beside);
  });

  it('is no earlier postmortem that somebody mends on the way', () => {
    const path = 'postmortems/2024/old.md';
    expect(chosen({ [path]: '# Old\n' }, [{ path, change: 'modified' }])).toBeUndefined();
    expect(chosen({ [path]: '# New\n' }, [{ path, change: 'added' }])).toBe(path);
  });

  it('is not one that the branch takes away', () => {
    expect(chosen({ [PATH]: OURS }, [{ path: PATH, change: 'deleted' }])).toBeUndefined();
  });
});
