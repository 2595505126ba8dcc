/** Deleting and transferring issues, which REST does not offer. */
import { GraphQLError } from 'graphql';
import { deleteIssue, transferIssue } from '../../model/actions/issue-care.ts';
import { nodeOf } from '../nodes.ts';
import { issueRef, repositoryRef } from '../refs.ts';
import { mutation, outcome, writableOf, type Mutation } from './declare.ts';

export const issueMoveMutations: readonly Mutation[] = [
  mutation('deleteIssue', ['repository'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    const { repository } = issue;
    const result = deleteIssue(context.world, context.actor, { issue });
    return outcome(result, () => ({ repository: repositoryRef(repository) }));
  }),
  mutation('transferIssue', ['issue'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    const to = nodeOf(context, input['repositoryId'], ['Repository']);
    if (to instanceof GraphQLError) return to;
    const result = transferIssue(context.world, context.actor, { issue, to: to.record });
    return outcome(result, (moved) => ({ issue: issueRef(moved) }));
  }),
];
