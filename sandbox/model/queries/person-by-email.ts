import type { Person } from '../records/accounts.ts';
import type { World } from '../world.ts';

/** Whose name a commit carries: by their address, or by the one that GitHub gives every account. */
export function personByEmail(world: World, email: string): Person | undefined {
  const login = /^(?:\d+\+)?(?<login>[^@]+)@users\.noreply\.github\.com$/u.exec(email)?.groups?.[
    'login'
  ];
  for (const account of world.state.accounts.values()) {
    if (account.type === 'User' && account.email.toLowerCase() === email.toLowerCase()) {
      return account;
    }
    if (account.type !== 'Organization' && account.login === login) return account;
  }
  return undefined;
}
