import type { Rule } from '../../sandbox/model/records/rules.ts';

/** As GitHub's form for a new queue has it. */
export const MERGE_QUEUE: Rule = {
  type: 'merge_queue',
  parameters: {
    checkResponseTimeoutMinutes: 60,
    groupingStrategy: 'ALLGREEN',
    maxEntriesToBuild: 5,
    maxEntriesToMerge: 5,
    mergeMethod: 'merge',
    minEntriesToMerge: 1,
    minEntriesToMergeWaitMinutes: 5,
  },
};
