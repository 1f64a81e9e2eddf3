/** Which part of a list is asked for. */
export interface Page {
  readonly after?: string;
  /** 1 to 200. */
  readonly limit: number;
}
