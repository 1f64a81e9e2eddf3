import { CommanderError } from 'commander';
import { NotAnInstant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';
import { OutcomeUnknown, StoreFull, StoreLocked, StoreUnavailable, RevisionConflict } from '#ledger-store/event-store';
import { OtherShare } from '#ledger-store/shares/share';
import { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import { EmptyPeriod, NotYetKnown } from '#answers/point-in-time';
import { PackTooLarge } from '#pack/pack-too-large';
import { BadCursor, NotFound, NotThereYet, ProjectionStopped } from '#read-models/read-models';
import { ServerProblem } from './client/server-problem.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { BrokenInput } from './input/broken-input.ts';
import { UsageError } from './usage-error.ts';

/** Why a command did not do what was asked: how the process ends, and a problem document (RFC 9457) that says why. */
export interface Verdict {
  readonly exit: ExitCode;
  readonly problem: {
    readonly type: string;
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly [member: string]: unknown;
  };
}

const TITLES: Readonly<Record<ExitCode, string>> = {
  [EXIT.done]: 'Done',
  [EXIT.absent]: 'There is nothing of that name',
  [EXIT.usage]: 'The command, or what it was given to read, is not as it should be',
  [EXIT.refused]: 'A rule says no',
  [EXIT.storage]: 'The data folder cannot be used',
  [EXIT.server]: 'The server did not do it',
  [EXIT.fault]: 'A fault of the program',
};

/** What an error means to the caller. Every error has a verdict; what is not foreseen is a fault of the program. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof UsageError) return verdict(EXIT.usage, 'cli/usage', error.message);
  if (error instanceof BrokenInput) {
    const { code, message, file, place, mend } = error;
    return verdict(EXIT.usage, code, message, { file, ...place, mend });
  }
  if (error instanceof CommanderError) return verdict(EXIT.usage, 'cli/usage', commanderWords(error));
  if (error instanceof Refusal) {
    const members = error.details.length === 0 ? {} : { errors: error.details };
    return verdict(error.kind === 'absent' ? EXIT.absent : EXIT.refused, error.code, error.message, members);
  }
  if (error instanceof ServerProblem) return verdict(error.exit, error.code, error.message, error.members);
  return readVerdict(error) ?? storeVerdict(error) ?? faultVerdict(error);
}

function commanderWords({ message }: CommanderError): string {
  const words = message.replace(/^error: /, '').replace(/\n/, ' ');
  return `${words.replace(/\.?$/, '.')} See "onus --help".`;
}

function readVerdict(error: unknown): Verdict | undefined {
  if (error instanceof NotFound) return verdict(EXIT.absent, 'cli/absent', error.message);
  if (error instanceof OtherShare) return verdict(EXIT.absent, 'cli/other-share', error.message);
  if (error instanceof NotYetKnown) return verdict(EXIT.usage, 'cli/not-yet-known', error.message);
  if (error instanceof NotAnInstant) return verdict(EXIT.usage, 'cli/usage', `${error.message}.`);
  if (error instanceof EmptyPeriod) return verdict(EXIT.usage, 'cli/usage', error.message);
  if (error instanceof PackTooLarge) return verdict(EXIT.usage, 'cli/usage', error.message);
  if (error instanceof BadCursor) return verdict(EXIT.usage, 'cli/bad-cursor', error.message);
  // The service's own class, which is not loaded for a question.
  if (error instanceof Error && error.name === 'BadConfig') return verdict(EXIT.usage, 'cli/usage', error.message);
  return undefined;
}

const STORAGE = [StoreUnavailable, RevisionConflict, NotThereYet, ProjectionStopped];

function storeVerdict(error: unknown): Verdict | undefined {
  if (error instanceof StoreLocked) return verdict(EXIT.storage, 'cli/folder-in-use', error.message);
  if (error instanceof StoreFull) return verdict(EXIT.storage, 'cli/store-full', error.message);
  if (error instanceof OutcomeUnknown) return verdict(EXIT.storage, 'cli/outcome-unknown', error.message);
  if (error instanceof ReceiptFault) return verdict(EXIT.storage, 'cli/receipt-fault', error.message);
  if (STORAGE.some((kind) => error instanceof kind) || isFileSystemError(error))
    return verdict(EXIT.storage, 'cli/storage', (error as Error).message);
  return undefined;
}

/** Settings, keys and databases of a data folder that cannot be read; and what the file system itself refuses. */
function isFileSystemError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { syscall } = error as NodeJS.ErrnoException;
  return (
    typeof syscall === 'string' ||
    ['AuditNotDone', 'BadSettings', 'BadSigningKey', 'BadWitnessFile', 'BrokenKeysFile', 'MigrationStopped'].includes(
      error.name,
    )
  );
}

function faultVerdict(error: unknown): Verdict {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return verdict(EXIT.fault, 'cli/fault', detail);
}

function verdict(
  exit: ExitCode,
  code: string,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): Verdict {
  return { exit, problem: { type: `urn:onus:problem:${code}`, code, title: TITLES[exit], detail, ...members } };
}
