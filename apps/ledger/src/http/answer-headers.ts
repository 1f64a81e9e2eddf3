import type { FastifyReply, FastifyRequest } from 'fastify';
import { Receipt } from '#http/receipt';

/** Sent with everything. Nothing that the service hands out needs anything from elsewhere, or may be framed. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Headers that follow from what is answered: a receipt's position, and where the next page is. */
export function answerHeaders(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  if (typeof payload !== 'object' || payload === null) return;
  if (payload instanceof Receipt && payload.replayed) reply.header('idempotency-replayed', 'true');
  const { position, next } = payload as { position?: unknown; next?: unknown };
  if (typeof position === 'string') reply.header('onus-position', position);
  if (typeof next === 'string') reply.header('link', `<${withAfter(request.url, next)}>; rel="next"`);
}

/** The same question with another cursor. */
function withAfter(url: string, after: string): string {
  const [path, query = ''] = url.split('?', 2) as [string, string?];
  const parameters = new URLSearchParams(query);
  parameters.set('after', after);
  return `${path}?${parameters.toString()}`;
}
