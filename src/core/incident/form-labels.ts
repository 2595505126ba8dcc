/** The headings of `.github/ISSUE_TEMPLATE/incident.yml`, in its order. */
export const FORM_LABELS = {
  happening: 'What is happening',
  services: 'Services affected',
  users: 'Users affected (%)',
  customers: 'Customers affected (%)',
  cost: 'Unexpected cost (%)',
  severity: 'Severity',
  started: 'Started at',
  detected: 'Detected at',
  how: 'How it was detected',
  sla: 'SLA breached',
  drill: 'Drill',
} as const;
