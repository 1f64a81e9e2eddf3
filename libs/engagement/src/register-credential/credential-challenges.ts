import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Visit } from '#http/request';
import { microsOf, type Instant } from '#kernel/instant';

/** What a registration must have signed, and for whom. */
export interface CredentialChallenge {
  /** base64url. */
  readonly challenge: string;
  readonly rpId: string;
  readonly origin: string;
}

interface Given extends CredentialChallenge {
  readonly engagementId: string;
  readonly member: string;
  readonly expires: number;
  /** The one command that it is good for; null until it was used. */
  command: string | null;
}

const CHALLENGE_BYTES = 32;
const LIFETIME_MICROS = 5 * 60 * 1_000_000;
const MOST = 10_000;
/** Of one member: nobody begins so many registrations at a time. */
const MOST_OF_ONE = 20;

/**
 * Challenges of registrations: good for one member, five minutes, and one command, which may be repeated. They are kept in memory: after
 * a restart somebody begins again.
 */
@Injectable()
export class CredentialChallenges {
  private readonly given = new Map<string, Given>();

  give(
    { engagementId, actor }: Visit,
    where: Omit<CredentialChallenge, 'challenge'>,
    now: Instant,
  ): CredentialChallenge {
    this.forgetExpired(now);
    // The own oldest goes first, so that whoever asks without end costs nobody else the registration that was begun.
    const own = [...this.given.values()].filter((each) => isOf(each, engagementId, actor.member));
    if (own.length >= MOST_OF_ONE) this.given.delete(own[0]!.challenge);
    if (this.given.size >= MOST) this.given.delete(this.given.keys().next().value!);
    const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
    const expires = microsOf(now) + LIFETIME_MICROS;
    this.given.set(challenge, { challenge, ...where, engagementId, member: actor.member, expires, command: null });
    return { challenge, ...where };
  }

  /** The challenge, where it was given to this member and no other command has used it. */
  take(
    { engagementId, actor }: Visit,
    challenge: string,
    command: string,
    now: Instant,
  ): CredentialChallenge | undefined {
    this.forgetExpired(now);
    const found = this.given.get(challenge);
    if (found === undefined || !isOf(found, engagementId, actor.member)) return undefined;
    if (found.command !== null && found.command !== command) return undefined;
    found.command = command;
    return found;
  }

  private forgetExpired(now: Instant): void {
    const at = microsOf(now);
    for (const [challenge, { expires }] of this.given) {
      if (expires > at) return;
      this.given.delete(challenge);
    }
  }
}

const isOf = (given: Given, engagementId: string, member: string): boolean =>
  given.engagementId === engagementId && given.member === member;
