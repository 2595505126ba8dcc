/** One line of the incident's story. `fold` makes them; the summary and the postmortem show them. */
import type { Instant } from '../time.ts';

export interface TimelineEntry {
  /** When it happened (a backdated note says its own time), by GitHub's clock. */
  readonly at: Instant;
  /** Login, without `@`; null for what nobody did. */
  readonly by: string | null;
  readonly kind:
    | 'declared'
    | 'confirmed'
    | 'acknowledged'
    | 'severity'
    | 'impact'
    | 'mitigated'
    | 'resolved'
    | 'reopened'
    | 'closed'
    | 'clock'
    | 'role'
    | 'service'
    | 'cause'
    | 'note'
    | 'comment'
    | 'update'
    | 'relation'
    | 'action-item'
    | 'mention'
    /** Who owes what, waivers, fixes, the asking for a postmortem, and what did not count because of what is still to do. */
    | 'dont-repeat'
    | 'flag';
  /** Plain text of what people wrote (first line), or a sentence built by `messages/`; never live Markdown. */
  readonly text: string;
  /** Permalink of the comment or of what it speaks of. */
  readonly url: string | null;
  /** Marked with 🚀, or one of the moments everybody needs (declared, mitigated, resolved …). */
  readonly key: boolean;
}
