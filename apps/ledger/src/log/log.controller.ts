import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { Problem, PROBLEMS } from '#http/problems';
import { Query, Visitor, type Visit } from '#http/request';
import { decodeUtf8, toBase64 } from '#transparency/bytes';
import { PublishedLog } from './published-log.ts';

/** As much of a reply as is needed to say which bytes they are. */
interface WithHeaders {
  header(name: string, value: string): unknown;
}

const SIZE = { regexp: /^(?:0|[1-9]\d{0,15})$/, says: 'must be a whole number' };
const INDEX = SIZE.regexp;
/** What stands at an address of a tile never changes; whoever may not read it must not find it on the way. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

export class ProofQuery {
  @Text({ optional: true, max: 16, pattern: SIZE, description: 'Size of the sealed checkpoint; else the newest.' })
  readonly size?: string;
}

export class ConsistencyQuery {
  @Text({ max: 16, pattern: SIZE, description: 'The smaller size, from 1 on.', example: '41' })
  readonly from!: string;

  @Text({ optional: true, max: 16, pattern: SIZE, description: 'The larger size; else that of the newest sealed one.' })
  readonly to?: string;
}

/** The answer as JSON: hashes in base64. */
export interface ConsistencyView {
  readonly from: { readonly treeSize: number; readonly root: string };
  readonly to: { readonly treeSize: number; readonly root: string };
  readonly proof: readonly string[];
}

/** A ledger as a tiled log: whatever reads C2SP tlog-tiles reads it below this address. */
@Controller('v1/engagements/:engagement/log')
export class LogController {
  private readonly log: PublishedLog;

  constructor(@Inject(PublishedLog) log: PublishedLog) {
    this.log = log;
  }

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Read({
    id: 'getLogCheckpoint',
    tag: 'Log',
    summary: 'The newest sealed checkpoint: signed by the log, cosigned by its witnesses',
    description: 'A signed note (C2SP tlog-checkpoint). A ledger that was never sealed is sealed now.',
    answer: 'SignedNote',
    produces: 'text/plain',
  })
  async checkpoint(@Visitor() { engagementId }: Visit): Promise<string> {
    return decodeUtf8((await this.log.newestSeal(engagementId)).note);
  }

  @Get('tile/*')
  @Read({
    id: 'getLogTile',
    tag: 'Log',
    summary: 'A tile of the tree, or a bundle of entries',
    description:
      'C2SP tlog-tiles: `tile/<level>/<N>[.p/<W>]` is up to 256 hashes of 32 bytes; `tile/entries/<N>[.p/<W>]` is up to 256 entries, ' +
      'each behind its length in two bytes. N is written in groups of three digits, all but the last behind an `x`: those are parts of ' +
      'the address. What stands there never changes.',
    answer: 'LogTile',
    produces: 'application/octet-stream',
  })
  async tile(
    @Visitor() { engagementId }: Visit,
    @Param('*') path: string,
    @Res({ passthrough: true }) reply: WithHeaders,
  ): Promise<Buffer> {
    const bytes = await this.log.resource(engagementId, path);
    reply.header('content-type', 'application/octet-stream');
    reply.header('cache-control', IMMUTABLE);
    return bytes;
  }

  @Get('proof/:index')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Read({
    id: 'getLogProof',
    tag: 'Log',
    summary: 'The proof of one entry, as a file that needs nothing else to be verified',
    description:
      'C2SP tlog-proof, under the newest sealed checkpoint, or the sealed one of `size`. An entry that is not sealed yet is sealed now.',
    answer: 'TlogProof',
    produces: 'text/plain',
  })
  async proof(
    @Visitor() { engagementId }: Visit,
    @Param('index') index: string,
    @Query(ProofQuery) { size }: ProofQuery,
  ): Promise<Buffer> {
    if (!INDEX.test(index)) throw new Problem(PROBLEMS.absent, `There is no entry ${index}.`);
    return this.log.proofOf(engagementId, Number(index), size === undefined ? undefined : Number(size));
  }

  @Get('consistency')
  @Read({
    id: 'getLogConsistency',
    tag: 'Log',
    summary: 'The proof that the ledger only grew between two sizes (RFC 6962, section 2.1.2)',
    answer: 'ConsistencyProof',
  })
  async consistency(
    @Visitor() { engagementId }: Visit,
    @Query(ConsistencyQuery) query: ConsistencyQuery,
  ): Promise<ConsistencyView> {
    const from = Number(query.from);
    const to = query.to === undefined ? (await this.log.newestSeal(engagementId)).size : Number(query.to);
    if (from < 1 || from > to) {
      const detail = `must be from 1 to ${to}: nothing can be proven from ${from}`;
      throw new Problem(PROBLEMS.badParameter, `/from: ${detail}.`, {
        errors: [{ in: 'query', pointer: '/from', detail }],
      });
    }
    const { fromRoot, toRoot, proof } = await this.log.consistency(engagementId, from, to);
    return {
      from: { treeSize: from, root: toBase64(fromRoot) },
      to: { treeSize: to, root: toBase64(toRoot) },
      proof: proof.map(toBase64),
    };
  }
}
