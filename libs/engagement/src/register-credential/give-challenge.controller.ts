import { Controller, Get, Inject } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Read } from '#http/operation';
import { CLOCK } from '#http/product';
import { Query, Visitor, type Visit } from '#http/request';
import type { Instant } from '#kernel/instant';
import { CredentialChallenges, type CredentialChallenge } from './credential-challenges.ts';

export class CredentialChallengeQuery {
  @Text({ max: 260, description: 'Where the passkey will sign, for example `https://onus.example`.' })
  readonly origin!: string;

  @Text({ max: 253, description: 'WebAuthn’s id of the relying party: the host of the origin, or a domain above it.' })
  readonly rpId!: string;
}

@Controller('v1/engagements/:engagement/credentials/challenge')
export class GiveChallengeController {
  private readonly challenges: CredentialChallenges;
  private readonly now: () => Instant;

  constructor(@Inject(CredentialChallenges) challenges: CredentialChallenges, @Inject(CLOCK) now: () => Instant) {
    this.challenges = challenges;
    this.now = now;
  }

  @Get()
  @Read({
    id: 'giveCredentialChallenge',
    tag: 'Passkeys',
    summary: 'A challenge with which to make a passkey: for one registration, within five minutes',
    answer: 'CredentialChallenge',
  })
  give(
    @Visitor() visit: Visit,
    @Query(CredentialChallengeQuery) { origin, rpId }: CredentialChallengeQuery,
  ): CredentialChallenge {
    return this.challenges.give(visit, { origin, rpId }, this.now());
  }
}
