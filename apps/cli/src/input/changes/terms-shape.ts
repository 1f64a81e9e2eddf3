import { ROLES } from '#engagement/domain/members';
import { dictionaryOf, listOf, objectOf, oneOf, text, WrongShape, type Shape } from '../shape.ts';

const wholeNumber: Shape = (value, pointer) => {
  if (!Number.isSafeInteger(value)) throw new WrongShape(pointer, 'no whole number', 'Write a number without quotes');
};
const flag: Shape = (value, pointer) => {
  if (typeof value !== 'boolean') throw new WrongShape(pointer, 'neither true nor false', 'Write true or false');
};
const role = oneOf(ROLES);

const policy = objectOf(
  {
    quorum: dictionaryOf(objectOf({}, { atLeast: wholeNumber, percent: wholeNumber, roles: listOf(role) })),
    ratifyWithinHours: wholeNumber,
  },
  {
    sequence: listOf(text),
    bearersMayNotApprove: flag,
    passkeys: flag,
    expiresAfterDays: wholeNumber,
    remindAfterDays: wholeNumber,
    escalation: objectOf({ afterDays: wholeNumber, to: role }),
    deemed: objectOf({ party: text, afterDays: wholeNumber }),
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
