import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Bytes of a request: 63 hashes, and a checkpoint with more signatures than anybody collects. */
export const BODY_LIMIT = 65_536;
const REQUEST_TIMEOUT_MS = 30_000;

/** Sent with every answer: it is kept by nobody on the way, and is what its media type says, and no page. */
const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

export const TEXT = 'text/plain; charset=utf-8';

/** Fastify as a witness wants it: bodies are bytes, whatever they say they are, and every answer is a line of text. */
export function newAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // No middleware is used: Fastify's own hooks do.
    skipMiddie: true,
    frameworkErrors: (_error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      sendText(reply.headers(ANSWER_HEADERS), 400, 'The address cannot be read.\n');
    },
    clientErrorHandler: answerNoHttp,
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(ANSWER_HEADERS);
    // The protocol names no media type. Some submitters send none, and none of them is refused for one.
    request.raw.headers['content-type'] = 'application/octet-stream';
    done();
  });
  return adapter;
}

/** Bytes, because Fastify adds a charset to the type of a text. */
export function sendText(reply: FastifyReply, status: number, text: string, type = TEXT): void {
  void reply.code(status).type(type).send(Buffer.from(text));
}

/** Bytes that Node cannot read as a request: there is nothing to answer through but the socket. */
function answerNoHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error);
  socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
}
