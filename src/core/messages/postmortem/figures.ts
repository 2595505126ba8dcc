import type { Impact } from '../../policy/policy.ts';

/** `15 % of users`, `3 % of customers`: what is known of them, in words. */
export function figureWords({ users, customers }: Impact): readonly string[] {
  return [
    ...(users === undefined ? [] : [`${String(users)} % of users`]),
    ...(customers === undefined ? [] : [`${String(customers)} % of customers`]),
  ];
}

/** `40 % more than expected` */
export function costWords(cost: number): string {
  return `${String(cost)} % more than expected`;
}
