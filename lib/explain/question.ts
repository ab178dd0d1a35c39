/** What a script asks a browser for: what `fetch` would be given, and where from. */
export interface CorsQuestion {
  /** The origin of the page, as a browser writes it; `'null'` for an opaque one. */
  readonly origin: string;
  /** @default GET */
  readonly method?: string | undefined;
  /**
   * The path that is asked for, with its query, as the platform sees it; or the whole address,
   * where a policy depends on the host.
   */
  readonly path: string;
  /**
   * The request headers that the script sets. Of names without values, `Content-Type` is taken
   * for `application/json`, and the others for ordinary ones.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>> | readonly string[] | undefined;
  /**
   * Whether cookies go with it: `credentials: 'include'`.
   *
   * @default false
   */
  readonly credentials?: boolean | undefined;
  /**
   * Whether an upload listener is set, or the body is a stream: each needs a preflight by itself.
   *
   * @default false
   */
  readonly upload?: boolean | undefined;
}
