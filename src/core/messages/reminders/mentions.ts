import { text, type Words } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import { formatTeam } from '../../policy/services.ts';
import type { Mention } from '../../reminders/clock.ts';

/** Live: GitHub tells them. What does not look like a login or a team is shown and calls nobody. */
export function mentionWords(mention: Mention): Words {
  const name = mention.kind === 'team' ? formatTeam(mention.team) : mention.login;
  return (mention.kind === 'team' ? TEAM : LOGIN).test(name) ? text(`@${name}`) : safe(name, 100);
}

const LOGIN = /^[a-z\d][a-z\d-]{0,38}(?:_[a-z\d]{1,10})?$/i;
const TEAM = /^[a-z\d][a-z\d-]{0,38}\/[a-z\d_][a-z\d_-]{0,99}$/i;
