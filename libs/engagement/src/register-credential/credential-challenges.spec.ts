import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { CredentialChallenges } from './credential-challenges.ts';

const anna = { engagementId: 'e1', actor: cast.keller };
const where = { rpId: 'contoso.example', origin: 'https://onus.contoso.example' };
const NOON = '2026-03-14T12:00:00Z';

describe('A challenge of a registration', () => {
  const challenges = new CredentialChallenges();

  it('is fresh each time, and good for its member alone', () => {
    const given = challenges.give(anna, where, NOON);
    expect(given).toMatchObject(where);
    expect(Buffer.from(given.challenge, 'base64url')).toHaveLength(32);
    expect(challenges.give(anna, where, NOON).challenge).not.toBe(given.challenge);
    const { challenge } = given;
    expect(challenges.take({ ...anna, actor: cast.okafor }, challenge, 'a', NOON)).toBeUndefined();
    expect(challenges.take({ ...anna, engagementId: 'e2' }, challenge, 'a', NOON)).toBeUndefined();
    expect(challenges.take(anna, challenge, 'a', NOON)).toMatchObject(given);
  });

  it('is good for one command, which may be repeated', () => {
    const { challenge } = challenges.give(anna, where, NOON);
    expect(challenges.take(anna, challenge, 'a', NOON)).toBeDefined();
    expect(challenges.take(anna, challenge, 'a', NOON)).toBeDefined();
    expect(challenges.take(anna, challenge, 'b', NOON)).toBeUndefined();
  });

  it('is kept for its member, however many others ask for', () => {
    const given = challenges.give(anna, where, NOON);
    for (let i = 0; i < 10_001; i++) challenges.give({ ...anna, actor: cast.viewer }, where, NOON);
    expect(challenges.take(anna, given.challenge, 'a', NOON)).toBeDefined();
  });

  it('gives way to the own ones that come after twenty', () => {
    const [first, second] = Array.from({ length: 22 }, () =>
      challenges.give({ ...anna, engagementId: 'e3' }, where, NOON),
    );
    const take = (challenge: string) => challenges.take({ ...anna, engagementId: 'e3' }, challenge, challenge, NOON);
    expect([first, second].map((each) => take(each!.challenge))).toEqual([undefined, undefined]);
  });

  it('is over after five minutes', () => {
    const { challenge } = challenges.give(anna, where, NOON);
    expect(challenges.take(anna, challenge, 'a', '2026-03-14T12:04:59.999999Z')).toBeDefined();
    expect(challenges.take(anna, challenge, 'a', '2026-03-14T12:05:00Z')).toBeUndefined();
  });
});
