import { expect, test } from 'vitest';
import { markdownOf } from '../../../../src/core/markdown/build.ts';
import { textOf } from '../../../../src/core/markdown/plain.ts';
import { readMarkdown } from '../../../../src/core/markdown/read.ts';
import { isPrompt, openPrompts, prompt } from '../../../../src/core/messages/postmortem/prompts.ts';

function open(markdown: string): readonly string[] {
  return openPrompts(readMarkdown(markdown)).map(textOf);
}

test('a question is still one after it was written out and read again', () => {
  const [read] = readMarkdown(markdownOf([prompt('Why was it not noticed earlier?')])).children;
  expect(read !== undefined && isPrompt(read)).toBe(true);
});

test.each([
  ['in its place', 'Nobody had an alarm on it.'],
  ['behind the question', '_Why?_ Nobody had an alarm on it.'],
  ['below the question', '_Why?_\n\nNobody had an alarm on it.'],
  ['below the question, as a list', '_Why?_\n\n- no alarm\n- no test'],
  ['with a word in emphasis', 'Nobody had _any_ alarm on it.'],
  ['in bold', '**Nobody had an alarm on it.**'],
])('a question is answered %s', (_, markdown) => {
  expect(open(markdown)).toEqual([]);
});

test.each([
  ['the next question', '_Why?_\n\n_How?_', ['Why?', 'How?']],
  ['a heading', '_Why?_\n\n## Next\n\nWords.', ['Why?']],
  ['a marker', '_Why?_\n\n<!-- /norepeat:detection -->\n\nWords.', ['Why?']],
  ['the end', '*Why?*', ['Why?']],
])('%s is no answer', (_, markdown, expected) => {
  expect(open(markdown)).toEqual(expected);
});

test('questions in lists and cells are questions, and each is answered by itself', () => {
  const markdown = '1. _Why?_\n2. _Why that?_ A typo.\n\n| a | b |\n| - | - |\n| _Who?_ | none |';
  expect(open(markdown)).toEqual(['Why?', 'Who?']);
});

test('a question keeps a command in it that can be copied', () => {
  expect(open('_When? `/detected 14:05` sets it._')).toEqual(['When? /detected 14:05 sets it.']);
});
