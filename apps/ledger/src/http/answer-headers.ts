import type { FastifyReply, FastifyRequest } from 'fastify';
import { Receipt } from '#http/receipt';
import { shareText, type Share } from '#ledger-store/shares/share';

/** Sent with every answer: it is kept by nobody on the way, and is what its media type says, and no page. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Sent with every answer of a replica that looks after a share of the engagements, so that whoever routes to it knows which. */
export const shareHeader = (share: Share | undefined): Readonly<Record<string, string>> =>
  share === undefined ? {} : { 'onus-share': shareText(share) };

/** What a page may do: load from here alone, and never stand in a frame. */
export const PAGE_POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** Sent with what a browser shows. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-cache',
  'content-security-policy': PAGE_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
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
