import { quoted } from '../words/acceptance-words.ts';
import type { Moments } from '../words/moments.ts';
import { shortName } from '../words/phrases.ts';
import type { ExceptionMention, ExceptionState } from './views.ts';

/** The exceptions from a line, each with who bears the risk, what is done instead, and until when. */
export const exceptionLines = (exceptions: readonly ExceptionState[], moments: Moments): readonly string[] =>
  exceptions.flatMap((exception) => [
    `${exception.status === 'ended' ? '' : '⚠ '}${standing(exception, moments)}`,
    ...(exception.measure === null ? [] : [`  Done instead${quoted(exception.measure)}`]),
    ...(exception.reason === null ? [] : [`  Because${quoted(exception.reason)}`]),
  ]);

function standing(exception: ExceptionState, moments: Moments): string {
  const { id, status, from, to, recorded, ended, ending } = exception;
  const risk = riskWords(exception, moments);
  switch (status) {
    case 'in-force':
      return `Exception ${id} in force until ${untilWords(exception, moments)}: ${risk}.`;
    case 'expired':
      return `Exception ${id} expired ${moments.moment(to)}: ${risk}.`;
    case 'to-come':
      return `Exception ${id}, for ${moments.span(from, to)}, was not in force yet: ${risk}.`;
    case 'not-accepted': {
      const asked = `recorded by ${shortName(recorded.by)} on ${moments.day(recorded.recordedAt)}`;
      return `Exception ${id}, ${asked} for ${moments.span(from, to)}, covers nothing: ${risk}.`;
    }
    case 'ended':
      return `Exception ${id} was ended by ${shortName(ended!.by)} on ${moments.day(ended!.recordedAt)}${quoted(ending)}`;
  }
}

/** What was ended before its time was so at some moment of a minute; an end that was agreed on is exact. */
const untilWords = ({ covers, to }: ExceptionState, moments: Moments): string =>
  covers === null || covers.to === to ? moments.moment(to) : moments.minute(covers.to);

function riskWords({ owner, accepted }: ExceptionState, moments: Moments): string {
  const bearer = owner === null ? 'nobody who is known' : shortName(owner);
  return accepted === null
    ? `its risk was not accepted by ${bearer}`
    : `its risk is borne by ${bearer}, accepted on ${moments.day(accepted.recordedAt)}`;
}

/** What is to be seen of exceptions from a line among many; what was ended, or is to come, is not. */
export const exceptedWords = (exceptions: readonly ExceptionMention[], moments: Moments): readonly string[] =>
  exceptions.flatMap(({ id, status, to }) => {
    if (status === 'in-force') return [`⚠ exception ${id} until ${moments.moment(to)}`];
    if (status === 'expired') return [`⚠ exception ${id} expired ${moments.moment(to)}`];
    return status === 'not-accepted' ? [`⚠ exception ${id} not accepted`] : [];
  });
