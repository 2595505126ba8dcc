import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';

/** `3 minutes ago` with the exact time behind it, by the sandbox's clock. */
export function ago(frame: Frame, at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${full(at)}"
    >${relative(frame.world.clock.now() - at, at)}</time
  >`;
}

/** Day of the week, date and time, for whoever moves the clock. */
export function momentTag(at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${moment(at)}</time>`;
}

/** `Sat 21 Nov 2026, 14:02 UTC` */
export function moment(at: number): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Date(at).toLocaleString('en-GB', { timeZone: 'UTC', ...options });
  const date = part({ day: 'numeric', month: 'short', year: 'numeric' });
  const time = part({ hour: '2-digit', minute: '2-digit' });
  return `${part({ weekday: 'short' })} ${date}, ${time} UTC`;
}

const steps = [
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 30 * 86_400_000],
] as const;

/** In words up to thirty days, then the date, as GitHub does. */
export function relative(passed: number, at: number): string {
  if (passed < 0) return `on ${day(at)}`;
  if (passed < 45_000) return 'now';
  for (const [unit, size, limit] of steps) {
    const count = Math.max(1, Math.floor(passed / size));
    if (passed < limit)
      return count === 1
        ? `${unit === 'hour' ? 'an' : 'a'} ${unit} ago`.replace('a day ago', 'yesterday')
        : `${count} ${unit}s ago`;
  }
  return `on ${day(at)}`;
}

function full(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function day(at: number): string {
  return new Date(at).toLocaleDateString('en-US', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  });
}
