import { ROLES } from '#engagement/domain/members';
import { dictionaryOf, listOf, objectOf, oneOf, text, WrongShape, type Shape } from '../shape.ts';

const wholeNumber: Shape = (value, pointer) => {
  if (!Number.isSafeInteger(value)) throw new WrongShape(pointer, 'no whole number', 'Write a number without quotes');
};
/** As long as the service takes it: what comes due must lie in the years that a ledger keeps. */
const upTo =
  (most: number): Shape =>
  (value, pointer) => {
    wholeNumber(value, pointer);
    if ((value as number) > most) throw new WrongShape(pointer, 'too long a time', `Write ${most} at most`);
  };
const days = upTo(3_650);
const flag: Shape = (value, pointer) => {
  if (typeof value !== 'boolean') throw new WrongShape(pointer, 'neither true nor false', 'Write true or false');
};
const role = oneOf(ROLES);

const policy = objectOf(
  {
    quorum: dictionaryOf(objectOf({}, { atLeast: wholeNumber, percent: wholeNumber, roles: listOf(role) })),
    ratifyWithinHours: upTo(8_760),
  },
  {
    sequence: listOf(text),
    bearersMayNotApprove: flag,
    passkeys: flag,
    expiresAfterDays: days,
    remindAfterDays: days,
    escalation: objectOf({ afterDays: days, to: role }),
    deemed: objectOf({ party: text, afterDays: days }),
  },
);

/** Terms that only both sides together can alter: the policy, with the quorum of each party by its id, and the retention profile. */
export const terms = objectOf(
  {},
  {
    policy,
    retention: objectOf(
      { entriesYears: wholeNumber },
      { evidenceYears: wholeNumber, personalDataMonths: wholeNumber, basis: text },
    ),
  },
);
