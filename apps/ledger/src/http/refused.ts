import { BrokenFile } from '#intake/broken-file';
import { BrokenMap } from '#intake/maps/read-map';
import { NotAnInstant } from '#kernel/instant';
import { Refusal, type RefusalKind } from '#kernel/refusal';
import { NotJson } from '#kernel/strict-json';
import { OutcomeUnknown, RevisionConflict, StoreFull, StoreUnavailable } from '#ledger-store/event-store';
import { OtherShare, shareText } from '#ledger-store/shares/share';
import { EntriesLost } from '#ledger-store/write-path/copy/entries-lost';
import { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import { Problem, PROBLEMS, type ProblemKind } from '#http/problems';
import { EmptyPeriod, NotYetKnown } from '#answers/point-in-time';
import { BadCursor, NotFound, NotThereYet, ProjectionStopped } from '#read-models/read-models';
import { UnknownEvent } from '#rulebook/rulebook';
import { PackTooLarge } from '#pack/pack-too-large';
import { AuditFault } from '#sealing/audit/audit-fault';
import { SealDamaged } from '#sealing/seals/seal-stream';
import { SealContradicted } from '#sealing/seals/sealer';
import { KeyMadeBefore } from '../access/key-ring.ts';
import { KeyRetired } from '../runtime/current-key.ts';

/** What a rule's "no" is over HTTP. The domain knows kinds; this is the one table that turns them into statuses. */
export const REFUSED: Readonly<Record<RefusalKind, Omit<ProblemKind, 'code'>>> = {
  invalid: { status: 422, title: 'A rule of the ledger does not accept this' },
  forbidden: { status: 403, title: 'The ledger does not allow the member to do this' },
  absent: { status: 404, title: 'The ledger knows nothing of that name' },
  conflict: { status: 409, title: 'In conflict with what the ledger holds' },
};

const RETRY = { headers: { 'retry-after': '1' } } as const;

/** The errors that the parts of the product throw, as problems. Null for one that nobody foresaw: a fault of the service. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return refused(error);
  if (error instanceof BrokenFile) return brokenFile(error);
  if (error instanceof BrokenMap) return brokenMap(error);
  if (error instanceof NotJson) return notJson(error);
  if (error instanceof OtherShare) return otherShare(error);
  if (error instanceof NotFound) return new Problem(PROBLEMS.absent, error.message);
  if (error instanceof BadCursor) {
    return new Problem(PROBLEMS.badCursor, error.message, {
      errors: [{ in: 'query', pointer: '/after', detail: error.message }],
    });
  }
  if (error instanceof NotYetKnown) {
    return new Problem(PROBLEMS.notYetKnown, error.message, {
      errors: [{ in: 'query', pointer: '/known', detail: error.message }],
    });
  }
  if (error instanceof EmptyPeriod) {
    return new Problem(PROBLEMS.badParameter, error.message, {
      errors: [{ in: 'query', pointer: '/to', detail: error.message }],
    });
  }
  if (error instanceof PackTooLarge) return new Problem(PROBLEMS.packTooLarge, error.message);
  if (error instanceof NotAnInstant) return new Problem(PROBLEMS.badInstant, error.message);
  if (error instanceof NotThereYet) {
    const { position, reached } = error;
    return new Problem(PROBLEMS.notThereYet, error.message, { ...RETRY, members: { lag: position - reached } });
  }
  if (error instanceof ProjectionStopped) {
    return new Problem(PROBLEMS.unavailable, 'The read models have stopped; whoever runs the service must look at it.');
  }
  if (error instanceof UnknownEvent) {
    const mend = 'whoever runs the service must install a newer version.';
    return new Problem(PROBLEMS.unavailable, `The ledger holds what this version of Onus does not know; ${mend}`);
  }
  if (error instanceof KeyMadeBefore) {
    const mend =
      'Its secret was shown then and is not kept: revoke it, and ask for another with a new Idempotency-Key.';
    return new Problem(PROBLEMS.keyShownAlready, `${error.message} ${mend}`, { members: { key: error.id } });
  }
  return storeProblem(error);
}

/** The header says to which share what was asked for belongs, as it does in every answer. */
function otherShare({ share: belongs, message }: OtherShare): Problem {
  const share = shareText(belongs);
  const mend = `Nothing was recorded. Send it to a replica of share ${share}.`;
  return new Problem(PROBLEMS.otherShare, `${message} ${mend}`, {
    headers: { 'onus-share': share },
    members: { share },
  });
}

/** What the store says in its own words may name files of the machine: the caller is told the kind only. */
function storeProblem(error: unknown): Problem | null {
  if (error instanceof StoreFull) {
    return new Problem(
      PROBLEMS.storeFull,
      'Nothing was recorded. Make room on the disk of the service, and send it again.',
      {
        headers: { 'retry-after': '30' },
      },
    );
  }
  if (error instanceof OutcomeUnknown) {
    return new Problem(
      PROBLEMS.outcomeUnknown,
      'Send it again with the same Idempotency-Key: it is recorded once, whatever happened to it now.',
      RETRY,
    );
  }
  if (error instanceof RevisionConflict) {
    return new Problem(
      PROBLEMS.ledgerBusy,
      'Nothing was recorded: other replicas were faster each time. Send it again with the same Idempotency-Key.',
      RETRY,
    );
  }
  if ([AuditFault, SealContradicted, SealDamaged].some((kind) => error instanceof kind)) {
    const mend = 'Nothing was recorded; whoever runs the service must look at it before anything else.';
    return new Problem(PROBLEMS.auditFault, `The ledger was stopped: it is not what was signed of it. ${mend}`);
  }
  if (error instanceof EntriesLost) {
    const mend = 'Nothing was recorded; whoever runs the service must look at it before anything else.';
    return new Problem(PROBLEMS.auditFault, `The ledger has fewer entries than were recorded in it. ${mend}`);
  }
  if (error instanceof ReceiptFault) {
    const mend = 'What was sent may be recorded; whoever runs the service must look at it before anything else.';
    return new Problem(PROBLEMS.receiptFault, `The ledger was stopped: a receipt of it does not hold. ${mend}`);
  }
  if (error instanceof KeyRetired) {
    const mend = 'Nothing was recorded here: send it to another replica, until this one was given the new key.';
    return new Problem(PROBLEMS.unavailable, `The installation signs with another key now. ${mend}`, RETRY);
  }
  if (error instanceof StoreUnavailable) {
    return new Problem(
      PROBLEMS.unavailable,
      'Nothing was recorded now; what an earlier try recorded stands. Try again later.',
      RETRY,
    );
  }
  return null;
}

function refused({ code, kind, message, details }: Refusal): Problem {
  return new Problem({ code, ...REFUSED[kind] }, message, {
    errors: details.map((detail) => ({ in: 'body', ...detail })),
  });
}

function brokenFile({ code, line, column, detail, mend, message }: BrokenFile): Problem {
  return new Problem({ code, status: 422, title: 'The file is broken, and nothing of it was recorded' }, message, {
    errors: [{ in: 'body', pointer: '', detail: `${detail}. ${mend}.` }],
    members: { line, column },
  });
}

function brokenMap({ code, pointer, detail, mend, message }: BrokenMap): Problem {
  return new Problem({ code, status: 422, title: 'The map is broken, and nothing was read with it' }, message, {
    errors: [{ in: 'query', pointer: `/map${pointer}`, detail: `${detail}. ${mend}.` }],
  });
}

function notJson({ message, line, column }: NotJson): Problem {
  return new Problem(PROBLEMS.malformedJson, message, {
    errors: [{ in: 'body', pointer: '', detail: message }],
    members: { line, column },
  });
}
