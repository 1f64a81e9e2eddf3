import { refusal } from '#kernel/refusal';

/** What the door says of a registration, before there is a command. */
export const refuse = {
  challenge: refusal(
    'engagement/credential-challenge',
    'forbidden',
    () => 'The registration answers no challenge that was given to you in the last five minutes; ask for another.',
  ),
  registration: refusal(
    'engagement/bad-registration',
    'invalid',
    (why: string) => `The authenticator's registration does not hold: ${why}.`,
  ),
};
