/** On an action item whose owner GitHub does not take as assignee. */
import { code, markdownOf, paragraph } from '../markdown/build.ts';
import { safeString } from '../markdown/safe.ts';

export function notAssignedComment(owner: string): string {
  const name = safeString(owner, 100);
  return markdownOf([
    paragraph(
      `GitHub cannot assign ${name} here, for want of access to this repository; ${name} is the owner all the same, in the summary and for reminders. Somebody else: `,
      code('/owner @user'),
    ),
  ]);
}
