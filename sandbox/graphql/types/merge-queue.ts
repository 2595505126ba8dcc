import type { MergeQueue, MergeQueueEntry } from '../../model/records/merge-queue.ts';
import { queuePath } from '../../paths.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { accountRef, commitRef, instant, issueRef, items, repositoryRef } from '../refs.ts';

export const mergeQueueTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<MergeQueue>('MergeQueue', {
    id: (queue) => queue.nodeId,
    repository: (queue) => repositoryRef(queue.repository),
    resourcePath: (queue) => queuePath(queue),
    url: (queue, _args, { baseUrl }) => baseUrl + queuePath(queue),
    nextEntryEstimatedTimeToMerge: () => null,
    configuration: (queue) => ({ typename: 'MergeQueueConfiguration', value: queue.parameters }),
    entries: (queue, args) =>
      connection(
        'MergeQueueEntry',
        items(queue.entries, (entry) => ({ typename: 'MergeQueueEntry', value: entry })),
        args,
      ),
  }),
  objectType<MergeQueue['parameters']>('MergeQueueConfiguration', {
    checkResponseTimeout: (parameters) => parameters.checkResponseTimeoutMinutes,
    maximumEntriesToBuild: (parameters) => parameters.maxEntriesToBuild,
    maximumEntriesToMerge: (parameters) => parameters.maxEntriesToMerge,
    mergeMethod: (parameters) => parameters.mergeMethod.toUpperCase(),
    mergingStrategy: (parameters) => parameters.groupingStrategy,
    minimumEntriesToMerge: (parameters) => parameters.minEntriesToMerge,
    minimumEntriesToMergeWaitTime: (parameters) => parameters.minEntriesToMergeWaitMinutes,
  }),
  objectType<MergeQueueEntry>('MergeQueueEntry', {
    id: (entry) => entry.nodeId,
    position: (entry) => entry.queue.entries.indexOf(entry) + 1,
    state: (entry) => entry.state,
    enqueuedAt: (entry) => instant(entry.enqueuedAt),
    enqueuer: (entry) => accountRef(entry.enqueuer),
    jump: (entry) => entry.jump,
    solo: () => false,
    estimatedTimeToMerge: () => null,
    baseCommit: (entry) => commitRef(entry.queue.repository, entry.group?.baseSha ?? ''),
    headCommit: (entry) => commitRef(entry.queue.repository, entry.group?.headSha ?? ''),
    mergeQueue: (entry) => ({ typename: 'MergeQueue', value: entry.queue }),
    pullRequest: (entry) => issueRef(entry.issue),
  }),
  ...connectionTypes<GraphqlContext>('MergeQueueEntry'),
];
