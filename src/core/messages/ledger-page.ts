/** What a reader sees of a comment that only keeps a further page of the ledger. */
export function ledgerPage(page: number, block: string): string {
  return `<sub>Page ${String(page)} of what was accepted in this incident, signed, for the app itself. It is put back when somebody changes it.</sub>\n\n${block}`;
}
