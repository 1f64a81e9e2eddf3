import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Nested, Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';

export class ApprovalSignatureBody {
  @Text({ max: 1_364, description: 'Id of the passkey. All of these are base64url.' })
  readonly credentialId!: string;

  @Text({ max: 4_000, description: '`response.authenticatorData` of `navigator.credentials.get`.' })
  readonly authenticatorData!: string;

  @Text({ max: 4_000, description: '`response.clientDataJSON`.' })
  readonly clientDataJSON!: string;

  @Text({ max: 1_000, description: '`response.signature`.' })
  readonly signature!: string;

  @Text({ max: 86, description: 'The nonce of `giveApprovalChallenge`.' })
  readonly nonce!: string;

  @Text({ max: 300, description: 'Name of the ledger that it was signed for, as `giveApprovalChallenge` tells it.' })
  readonly ledger!: string;
}

export class ApproveChangeBody {
  @Text({ max: 64, description: 'Digest of the change that was read: what is approved is that text, and no other.' })
  readonly digest!: string;

  @Nested(() => ApprovalSignatureBody, {
    optional: true,
    description: 'What a passkey signed; the policy may demand it.',
  })
  readonly signature?: ApprovalSignatureBody;
}

@Controller('v1/engagements/:engagement/changes/:change/approvals')
export class ApproveChangeController {
  private readonly recorder: Recorder;

  constructor(@Inject(Recorder) recorder: Recorder) {
    this.recorder = recorder;
  }

  @Post()
  @Write({
    id: 'approveChange',
    tag: 'Changes',
    summary: 'Approve a change, for one’s own party',
    description: 'The last approval that is needed puts the change in force, in the same append.',
    answer: 'ApprovalReceipt',
    forAnother: true,
  })
  approve(
    @Writer() visit: WritingVisit,
    @Param('change') change: string,
    @Body(ApproveChangeBody) { digest, signature }: ApproveChangeBody,
  ): Promise<Receipt> {
    const data = { change, digest, ...(signature !== undefined && { signature }) };
    return this.recorder.record(visit, { type: 'ApproveChange', data }, (entries) => ({
      change,
      agreed: entries.some(({ type }) => type === 'ChangeAgreed'),
    }));
  }
}
