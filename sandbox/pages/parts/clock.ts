import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { momentTag } from './time.ts';

const steps = [
  ['10 min', '10 minutes', 10],
  ['1 hour', '1 hour', 60],
  ['1 day', '1 day', 1440],
  ['1 week', '1 week', 10_080],
] as const;

/** The sandbox's clock, with buttons that move it forward: GitHub has no such thing, so it says what it is. */
export function clock(frame: Frame): Html {
  return html`<form method="post" action="/_clock" class="clock" aria-label="Sandbox clock">
    <input type="hidden" name="back" value="${frame.path}" />
    <span
      class="face"
      title="Every date on these pages, and what an app is told, follows this clock"
      >${icon('clock')} <span class="muted">Sandbox clock</span>
      <strong>${momentTag(frame.world.clock.now())}</strong></span
    >
    <span class="BtnGroup">
      ${steps.map(
        ([label, words, minutes]) =>
          html`<button
            class="btn btn-sm BtnGroup-item"
            name="minutes"
            value="${minutes}"
            aria-label="Move the clock forward by ${words}"
          >
            +${label}
          </button>`,
      )}
    </span>
  </form>`;
}
