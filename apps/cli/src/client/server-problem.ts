import { EXIT, type ExitCode } from '../exit-codes.ts';

/** The server said no, or could not be asked. */
export class ServerProblem extends Error {
  readonly exit: ExitCode;
  readonly code: string;
  /** What else the problem document says. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(exit: ExitCode, code: string, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = 'ServerProblem';
    this.exit = exit;
    this.code = code;
    this.members = members;
  }
}

/** Nobody answered at the address. */
export function unreachable(url: string, error: unknown): ServerProblem {
  const cause = (error as Error).cause ?? error;
  const { code, message } = cause as NodeJS.ErrnoException;
  const detail = `${url} cannot be reached (${code ?? message}). See that the server runs and that the address is right.`;
  return new ServerProblem(EXIT.server, 'cli/unreachable', detail);
}

/** What a response with an error status means. `body` is its problem document (RFC 9457), if it has one. */
export function problemOf(status: number, body: unknown): ServerProblem {
  const document = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const { code, detail, ...members } = document;
  const words = typeof detail === 'string' ? detail : `the server answered ${status}`;
  const name = typeof code === 'string' ? code : 'cli/server';
  return new ServerProblem(exitOf(status, name), name, words, { ...members, status });
}

/** The same fault ends a command the same way on a data folder and on a server. */
function exitOf(status: number, code: string): ExitCode {
  // 422 is a rule's "no" unless HTTP or the file itself is the matter.
  if (status === 422 && /^(?:http|intake)\//.test(code)) return EXIT.usage;
  switch (status) {
    case 404:
    case 421:
      return EXIT.absent;
    case 400:
    case 413:
    case 414:
    case 415:
      return EXIT.usage;
    case 403:
    case 409:
    case 412:
    case 422:
      return EXIT.refused;
    case 507:
      return EXIT.storage;
    default:
      return EXIT.server;
  }
}
