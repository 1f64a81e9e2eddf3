import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendText, TEXT } from '../http/adapter.ts';
import { Witness, type Refused } from './witness.ts';

/** Which answer has which status (C2SP tlog-witness v1.0.0). */
const STATUSES: Readonly<Record<Refused, number>> = {
  malformed: 400,
  'unknown-origin': 404,
  untrusted: 403,
  'old-beyond-checkpoint': 400,
  'not-the-empty-root': 422,
  'two-roots': 422,
  'proof-fails': 422,
  contradiction: 422,
};
const SIZE_TYPE = 'text/x.tlog.size';

/** The two addresses of a witness. Both are open to everybody: what counts is who signed, and not who sends. */
@Controller()
export class WitnessController {
  private readonly witness: Witness;

  constructor(@Inject(Witness) witness: Witness) {
    this.witness = witness;
  }

  @Post('add-checkpoint')
  @HttpCode(200)
  add(@Body() body: unknown, @Res() reply: FastifyReply): void {
    const answer = this.witness.add(body instanceof Uint8Array ? body : new Uint8Array());
    if (answer.kind === 'cosigned') return sendText(reply, 200, answer.line);
    if (answer.kind === 'another-size') return sendText(reply, 409, `${answer.stored}\n`, SIZE_TYPE);
    sendText(reply, STATUSES[answer.code], `${answer.detail}\n`);
  }

  @Get(':hash/checkpoint')
  latest(@Param('hash') hash: string, @Res() reply: FastifyReply): void {
    const note = this.witness.latest(hash);
    if (note === undefined) throw new NotFoundException();
    void reply.code(200).type(TEXT).send(Buffer.from(note));
  }
}
