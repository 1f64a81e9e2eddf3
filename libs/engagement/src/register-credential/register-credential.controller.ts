import { Controller, Inject, Post } from '@nestjs/common';
import { Text } from '#http/checks/fields';
import { Write } from '#http/operation';
import { CLOCK, PRODUCT, type Product } from '#http/product';
import { Receipt, Recorder } from '#http/receipt';
import { Body, Writer, type WritingVisit } from '#http/request';
import type { Instant } from '#kernel/instant';
import { sha256 } from '#ledger-store/entry-codec';
import { fromBase64Url, toBase64Url } from '#passkey/base64url';
import { readClientData } from '#passkey/client-data';
import { verifyRegistration, type Registration } from '#passkey/registration';
import { Unreadable } from '#passkey/unreadable';
import type { CredentialRegistered } from '../domain/credential.events.ts';
import { CredentialChallenges, type CredentialChallenge } from './credential-challenges.ts';
import { refuse } from './registration.refusals.ts';

export class RegisterCredentialBody {
  @Text({ max: 20_000, description: '`response.attestationObject` of `navigator.credentials.create`, in base64url.' })
  readonly attestationObject!: string;

  @Text({ max: 4_000, description: '`response.clientDataJSON`, in base64url.' })
  readonly clientDataJSON!: string;
}

/** How long it is waited for what is recorded to be derived, in milliseconds. */
const PATIENCE = 5_000;

@Controller('v1/engagements/:engagement/credentials')
export class RegisterCredentialController {
  private readonly recorder: Recorder;
  private readonly product: Product;
  private readonly challenges: CredentialChallenges;
  private readonly now: () => Instant;

  constructor(
    @Inject(Recorder) recorder: Recorder,
    @Inject(PRODUCT) product: Product,
    @Inject(CredentialChallenges) challenges: CredentialChallenges,
    @Inject(CLOCK) now: () => Instant,
  ) {
    this.recorder = recorder;
    this.product = product;
    this.challenges = challenges;
    this.now = now;
  }

  @Post()
  @Write({
    id: 'registerCredential',
    tag: 'Passkeys',
    summary: 'Register a passkey of one’s own',
    description:
      'Answers a challenge of `giveCredentialChallenge`. Attestation is not looked at; the user must have been verified.',
    answer: 'CredentialReceipt',
  })
  async register(
    @Writer() visit: WritingVisit,
    @Body(RegisterCredentialBody) body: RegisterCredentialBody,
  ): Promise<Receipt & { credential: string }> {
    const registration = registrationOf(body);
    const { challenge } = readable(() => readClientData(registration.clientDataJSON));
    const given = this.challenges.take(visit, challenge, visit.commandId, this.now());
    const { rpId, origin } = given ?? (await this.before(visit)) ?? refuse.challenge();
    const expected = { challenge: fromBase64Url(challenge) ?? refuse.challenge(), rpId, origin };
    const verdict = verifyRegistration(registration, expected, sha256);
    if (!verdict.holds) return refuse.registration(verdict.why);
    const { credentialId, publicKey, algorithm } = verdict.credential;
    const credential = toBase64Url(credentialId);
    const data = { credentialId: credential, publicKey: toBase64Url(publicKey), algorithm, rpId, origin };
    return this.recorder.record(visit, { type: 'RegisterCredential', data }, () => ({ credential }));
  }

  /**
   * Where the same request registered a passkey already, whichever replica took it; the write path gives its first answer again, or says that
   * it is another. @throws NotThereYet
   */
  private async before({
    engagementId,
    commandId,
  }: WritingVisit): Promise<Omit<CredentialChallenge, 'challenge'> | undefined> {
    const { position } = await this.product.state(engagementId);
    await this.product.read.reach(position, PATIENCE);
    const entries = await this.product.recorded(engagementId, commandId);
    const first = entries?.find(({ type }) => type === 'CredentialRegistered');
    return first === undefined ? undefined : (first.data as CredentialRegistered['data']);
  }
}

function registrationOf({ attestationObject, clientDataJSON }: RegisterCredentialBody): Registration {
  return {
    attestationObject: fromBase64Url(attestationObject) ?? refuse.registration('attestationObject is no base64url'),
    clientDataJSON: fromBase64Url(clientDataJSON) ?? refuse.registration('clientDataJSON is no base64url'),
  };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return refuse.registration(error.message);
    throw error;
  }
}
