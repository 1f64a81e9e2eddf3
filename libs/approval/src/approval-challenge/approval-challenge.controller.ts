import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { MemberId } from '#engagement/domain/members';
import { Read } from '#http/operation';
import { PRODUCT, type Product } from '#http/product';
import { Visitor, type Visit } from '#http/request';
import { sha256 } from '#ledger-store/entry-codec';
import { toBase64Url } from '#passkey/base64url';
import { challengeOf } from '#passkey/challenge';
import { openChange } from '../domain/approval.state.ts';

const NONCE_BYTES = 32;

/** What a passkey is asked to sign, and which of the member's passkeys may. Bytes in base64url. */
export interface ApprovalChallenge {
  readonly change: string;
  readonly digest: string;
  readonly ledger: string;
  readonly onBehalfOf: MemberId | null;
  readonly nonce: string;
  /** SHA-256 of what is approved, where, in whose right, and the nonce: see `challengeOf`. */
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
      'The challenge is SHA-256 of `onus/approval/v1`, a line feed, and digest, ledger, nonce and onBehalfOf as canonical JSON (RFC 8785). Compare the digest with that of the text that was read. The ledger takes each nonce of a passkey once.',
    answer: 'ApprovalChallenge',
    forAnother: true,
  })
  async give(@Visitor() { engagementId, actor }: Visit, @Param('change') change: string): Promise<ApprovalChallenge> {
    const { state } = await this.product.state(engagementId);
    const { digest } = openChange(state.approval, change).text;
    const { onBehalfOf } = actor;
    const nonce = toBase64Url(new Uint8Array(randomBytes(NONCE_BYTES)));
    const statement = { digest, ledger: this.product.ledgerName(engagementId), nonce, onBehalfOf };
    const credentials = [...state.engagement.credentials.values()]
      .filter(({ member, revoked }) => member === actor.member && !revoked)
      .map(({ credentialId, rpId, origin }) => ({ id: credentialId, rpId, origin }));
    return { change, ...statement, challenge: toBase64Url(challengeOf(sha256, statement)), credentials };
  }
}
