/** What everybody who writes is asked to do for a while. */
export interface WriteJob {
  readonly callers: number;
  /** Over all streams in turn, or all callers on one. */
  readonly where: 'spread' | 'hot';
  /** Facts in one command. */
  readonly bulk: 1 | 100;
  readonly milliseconds: number;
}

/** The stream of the next call, so that neighbours in time are not neighbours in the file. */
export const streamOfCall = (call: number, where: WriteJob['where'], streams: number): number =>
  where === 'hot' ? 0 : (call * 7_919) % streams;
