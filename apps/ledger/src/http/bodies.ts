import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { parseStrictJson } from '#kernel/strict-json';
import { Problem, PROBLEMS } from '#http/problems';
import { SNAPSHOT_MEDIA_TYPE } from '#snapshot/media-type';

/** Media types whose bodies are handed on as they came. */
const FILES = [
  'text/csv',
  'text/tab-separated-values',
  'application/x-ndjson',
  'application/gzip',
  SNAPSHOT_MEDIA_TYPE,
];

/**
 * JSON is read strictly (a property twice, a lone surrogate, or more than 64 levels is refused), files as bytes, and every other
 * media type is refused.
 */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseBody(body));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  fastify.addContentTypeParser(FILES, { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    done(null, body);
  });
}

function parseBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw new Problem(PROBLEMS.malformedJson, 'The body is not UTF-8.');
  return parseStrictJson(body.toString('utf8'));
}
