/**
 * What goes wrong with a call:
 * - `commit-then-drop`: it is done, and the connection is lost before the answer;
 * - `drop-before-commit`: the connection is lost before it is done;
 * - `commit-then-silent`, `silent`: it is done, or not, and never answered;
 * - `clean-end`: it is done, and the call ends well without the answer; a read ends in mid-flight as if that were all;
 * - `not-leader`: it is refused by a node that is no leader, which names the leader;
 * - `no-position`: it is done, and the answer names no position;
 * - `unknown-correlation` (batch appends): an answer comes that belongs to no request;
 * - `duplicate` (subscriptions): every event is delivered twice, and earlier ones again;
 * - `slow-consumer` (subscriptions): the server gives the subscriber up after a few events;
 * - `stall` (subscriptions): after a few events neither events nor checkpoints come any more, and the call stays open.
 */
export type Fault =
  | 'commit-then-drop'
  | 'drop-before-commit'
  | 'commit-then-silent'
  | 'silent'
  | 'clean-end'
  | 'not-leader'
  | 'no-position'
  | 'unknown-correlation'
  | 'duplicate'
  | 'slow-consumer'
  | 'stall';

export type Method = 'append' | 'batch-append' | 'read' | 'subscribe' | 'delete' | 'tombstone' | 'features' | 'gossip';

/** A call as it came in; `nth` counts all calls from 0. */
export interface Call {
  readonly method: Method;
  readonly nth: number;
  /** The stream that it is about; undefined for a call about all of them. */
  readonly stream?: string;
}

/** Chooses the fault of each call, undefined for none. */
export type FaultPlan = (call: Call) => Fault | undefined;
