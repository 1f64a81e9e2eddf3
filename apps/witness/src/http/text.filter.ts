import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendText } from './adapter.ts';

/** Told of faults that nobody foresaw. */
export type FaultLog = (error: unknown) => void;

/** Primary result codes of SQLite for a disk that is full, and for a file that another process holds too long. */
const PASSING = new Set([13, 5]);

const SENTENCES: Readonly<Record<number, string>> = {
  404: 'There is nothing at this address.',
  413: 'The request is too large.',
  503: 'The witness is closing. Try again.',
};

/** Everything that goes wrong is answered in a line of text. A stack stays here. */
@Catch()
export class TextFilter implements ExceptionFilter {
  private readonly log: FaultLog;

  constructor(log: FaultLog) {
    this.log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    const status = statusOf(error);
    if (status < 500 || error instanceof HttpException) {
      return sendText(reply, status, `${SENTENCES[status] ?? 'The request cannot be read.'}\n`);
    }
    this.log(error);
    if (isPassing(error)) return sendText(reply, 503, 'Nothing can be stored at the moment. Try again.\n');
    sendText(reply, 500, 'It was written down. Nobody knows more from outside.\n');
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function isPassing(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' && PASSING.has(errcode & 0xff);
}
