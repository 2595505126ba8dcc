import { describe, expect, test } from 'vitest';
import {
  incidentIssueBody,
  incidentIssueTitle,
} from '../../../src/core/messages/incident-issue.ts';

describe('an issue that the app opens', () => {
  test.each(['@', '#1 ', '<!--', 'GH-1 ', '😀', 'x', '\u202e', 'ש@'])(
    'has a title that GitHub takes, whatever %j is written how often',
    (word) => {
      expect(incidentIssueTitle(word.repeat(300)).length).toBeLessThanOrEqual(256);
    },
  );

  test.each(['$', '@', '[_*', '<!--', '😀', '`'])(
    'has a text that GitHub takes, whatever %j is written how often',
    (word) => {
      const line = word.repeat(500);
      const body = incidentIssueBody(
        { by: 'alice', thread: null },
        { description: `${line}\n`.repeat(60), services: Array.from({ length: 60 }, () => line) },
      );
      expect(body.length).toBeLessThan(64_000);
      expect(body).toContain('Declared by an alarm');
    },
  );
});
