import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { toHex } from '#transparency/bytes';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { formatNote, formatSignatureLine, parseNote } from '#transparency/note/note';
import type { Signer } from '#transparency/note/signing';
import { judge, type Objection } from '#witness/judgement';
import type { WatchedLog } from '#witness/logs-file';
import { openSubmission, type Submission, type SubmissionFault } from '#witness/submission';
import type { AlarmBell } from '../alarms/alarm-bell.ts';
import type { Alarm } from '../storage/alarm-store.ts';
import type { CheckpointStore } from '../storage/checkpoint-store.ts';
import type { Contradictions } from './contradictions.ts';

/** What a submitter is answered. */
export type Answer =
  /** The cosignature, as a line of a note. */
  | { readonly kind: 'cosigned'; readonly line: string }
  | { readonly kind: 'another-size'; readonly stored: number }
  | { readonly kind: 'refused'; readonly code: Refused; readonly detail: string };

export type Refused =
  | SubmissionFault
  | Exclude<Objection, 'not-the-stored-size'>
  /** It fits to what is stored, and not to what else this witness knows. */
  | 'contradiction';

export interface WitnessParts {
  readonly logs: readonly WatchedLog[];
  readonly signer: Signer;
  readonly checkpoints: CheckpointStore;
  readonly contradictions: Contradictions;
  readonly bell: AlarmBell;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a log that signed something which cannot be held against anything yet. */
  readonly onUnjudged: (origin: string) => void;
}

interface Decision {
  /** Called when everything is durable. */
  readonly answer: () => Answer;
  /** To be told then. */
  readonly alarms: readonly Alarm[];
  /** Whether it is new, and nothing is known for its size. */
  readonly unjudged: boolean;
}

const CONTRADICTION = {
  code: 'contradiction',
  detail: 'it contradicts what else this witness knows of the log',
} as const;

/**
 * A witness (C2SP tlog-witness v1.0.0): it cosigns a checkpoint only where it is consistent with everything that it cosigned before, and
 * answers only when that is stored.
 */
export class Witness {
  readonly #parts: WitnessParts;
  readonly #logs: ReadonlyMap<string, WatchedLog>;
  readonly #named: ReadonlyMap<string, string>;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
    this.#logs = new Map(parts.logs.map((log) => [log.origin, log]));
    this.#named = new Map(parts.logs.map(({ origin }) => [toHex(nodeSha256.digest(Buffer.from(origin))), origin]));
  }

  /**
   * Answers to the body of an add-checkpoint request. Synchronous: size and root are read, judged and set in one transaction, which is
   * durable before the cosignature exists.
   */
  add(body: Uint8Array): Answer {
    const submission = openSubmission(this.#logs, body, verifyEd25519);
    if (!submission.ok) return { kind: 'refused', code: submission.code, detail: submission.detail };
    const { answer, alarms, unjudged } = this.#parts.checkpoints.atomically(() => this.#decide(submission));
    for (const alarm of alarms) this.#parts.bell.ring(alarm);
    if (unjudged) this.#parts.onUnjudged(submission.checkpoint.origin);
    return answer();
  }

  /** The latest checkpoint of the log whose origin has this SHA-256, in lower-case hexadecimal, with signatures of the log and of this witness. */
  latest(hash: string): Uint8Array | undefined {
    const origin = this.#named.get(hash);
    const latest = origin === undefined ? undefined : this.#parts.checkpoints.latest(origin);
    if (latest === undefined) return undefined;
    const { text, signatures } = parseNote(latest.note);
    // Ed25519 gives the same signature for the same time again: it need not be kept.
    return formatNote({ text, signatures: [...signatures, cosign(text, latest.cosignedAt, this.#parts.signer)] });
  }

  /** Runs in the transaction. */
  #decide(submission: Submission): Decision {
    const { checkpoints, contradictions, bell } = this.#parts;
    const { origin, size } = submission.checkpoint;
    const stored = checkpoints.stored(origin);
    const objection = judge(nodeSha256, submission, stored);
    const found = contradictions.weigh(submission);
    if (typeof found === 'object') {
      const { code, detail } = objection ?? CONTRADICTION;
      return { answer: () => refusal(code, detail, stored.size), alarms: bell.keep(found), unjudged: false };
    }
    if (objection !== undefined) {
      // It is signed, and nothing is known for its size: whether it contradicts anything shows when something is.
      // Sending it again and again makes nobody look again.
      const unjudged = found === 'unknown' && checkpoints.postpone(submission);
      return { answer: () => refusal(objection.code, objection.detail, stored.size), alarms: [], unjudged };
    }
    const time = checkpoints.keep(submission, this.#parts.now() / 1000);
    const alarms = checkpoints.takeUnjudged(origin, size).flatMap((waiting) => {
      const verdict = contradictions.weigh(waiting);
      return typeof verdict === 'object' ? bell.keep(verdict) : [];
    });
    return { answer: () => this.#cosigned(submission, time), alarms, unjudged: false };
  }

  #cosigned({ checkpoint }: Submission, time: number): Answer {
    const line = formatSignatureLine(cosign(formatCheckpoint(checkpoint), time, this.#parts.signer));
    return { kind: 'cosigned', line };
  }
}

const refusal = (code: Objection | 'contradiction', detail: string, stored: number): Answer =>
  code === 'not-the-stored-size' ? { kind: 'another-size', stored } : { kind: 'refused', code, detail };
