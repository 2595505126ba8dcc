/** What GitHub shows when somebody points at a label of an action item or a fix; at most 100 characters. */
export const ITEM_LABEL_DESCRIPTIONS = {
  actionItem: 'Follow-up work of an incident',
  kind: {
    prevent: 'So that the incident does not happen again',
    mitigate: 'So that it hurts less, or less long',
    detect: 'So that it is noticed sooner',
    process: 'So that people work together better next time',
  },
  dontRepeat: "Holds the owning team's merges until it is done, with evidence",
  fix: 'A person other than its author vouches that this is the fix an incident waits for',
} as const;
