/** Something that is measured, in a process of its own: asked for one job after the other, idle while others have their turn. */
export interface Contender<Job, Result> {
  /** What is worth saying of how it was set up, for example the durability that the engine reports. */
  readonly setup: string;
  run(job: Job): Promise<Result>;
  close(): Promise<void>;
}

/** A module of a contender has this as `open`. */
export type Open<Settings, Job, Result> = (settings: Settings) => Promise<Contender<Job, Result>>;

/** Messages to the process of a contender, answered one by one and in order. */
export type Ask = { readonly run: unknown } | 'close';

/** Its answers; `ready` comes once, first. */
export type Told = { readonly ready: string } | { readonly result: unknown } | { readonly failed: string };
