/** The name of the check that says what a postmortem still lacks. */
export const POSTMORTEM_CHECK = 'norepeat/postmortem';
