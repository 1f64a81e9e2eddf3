import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Read } from '#http/operation';
import { PRODUCT, type Product } from '#http/product';
import { Visitor, type Visit } from '#http/request';
import { toBase64Url } from '#passkey/base64url';
import { challengeOf } from '#passkey/challenge';
import { openChange } from '../domain/approval.state.ts';

const NONCE_BYTES = 32;

/** What a passkey is asked to sign, and which of the member's passkeys may. Bytes in base64url. */
export interface ApprovalChallenge {
  readonly change: string;
  readonly digest: string;
  readonly nonce: string;
  /** The 32 bytes of the digest, then the nonce. */
  readonly challenge: string;
  readonly credentials: readonly { readonly id: string; readonly rpId: string; readonly origin: string }[];
}

@Controller('v1/engagements/:engagement/changes/:change/challenge')
export class ApprovalChallengeController {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  @Get()
  @Read({
    id: 'giveApprovalChallenge',
    tag: 'Passkeys',
    summary: 'What a passkey signs to approve the change as it stands',
    description:
      'The challenge is the digest of the text and a fresh nonce. Compare the digest with that of the text that was read. The ledger takes each nonce of a passkey once.',
    answer: 'ApprovalChallenge',
  })
  async give(@Visitor() { engagementId, actor }: Visit, @Param('change') change: string): Promise<ApprovalChallenge> {
    const { state } = await this.product.state(engagementId);
    const { digest } = openChange(state.approval, change).text;
    const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
    const credentials = [...state.engagement.credentials.values()]
      .filter(({ member, revoked }) => member === actor.member && !revoked)
      .map(({ credentialId, rpId, origin }) => ({ id: credentialId, rpId, origin }));
    return {
      change,
      digest,
      nonce: toBase64Url(nonce),
      challenge: toBase64Url(challengeOf(digest, nonce)),
      credentials,
    };
  }
}
