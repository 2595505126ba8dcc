/** Identifiers of the buttons on a verdict, at most 20 characters: GitHub sends them back when pressed. */
export const AGAIN = 'again';
export const WAIVER = 'waiver';
