/** Who the app is on GitHub. */
export interface AppIdentity {
  /** App id, as in `performed_via_github_app.id`. */
  readonly id: number;
  /** `norepeat`: GraphQL shows it as a bot's login, REST as `norepeat[bot]`. */
  readonly slug: string;
}
