import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Writer, type WritingVisit } from '#http/request';

@Controller('v1/engagements/:engagement/credentials/:credential/revocation')
export class RevokeCredentialController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'revokeCredential',
    tag: 'Passkeys',
    summary: 'Revoke a passkey: one’s own, or as an owner one of the own party',
    description: 'What it signed before stands.',
    answer: 'Receipt',
  })
  revoke(@Writer() visit: WritingVisit, @Param('credential') credentialId: string): Promise<Receipt> {
    return this.recorder.record(visit, { type: 'RevokeCredential', data: { credentialId } });
  }
}
