/** The name of the required check. */
export const GATE_CHECK = 'norepeat/gate';
