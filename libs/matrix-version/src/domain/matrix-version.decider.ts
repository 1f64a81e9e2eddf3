import type { Circumstances } from '#kernel/decider';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import { decideException } from './exceptions/exception.decider.ts';
import type { MatrixVersionCommand } from './matrix-version.commands.ts';
import type { MatrixVersionEvent } from './matrix-version.events.ts';
import type { WithMatrixVersion } from './matrix-version.state.ts';
import { decideReview } from './reviews/review.decider.ts';
import { decideVersion } from './versions/version.decider.ts';

/** The rules about the matrix as a whole: its versions, the reviews of its lines, and the exceptions from them. */
export function decideMatrixVersion(
  command: MatrixVersionCommand,
  state: WithEngagement & WithResponsibility & WithMatrixVersion,
  circumstances: Circumstances,
): readonly MatrixVersionEvent[] {
  switch (command.type) {
    case 'ProposeVersion':
    case 'SignVersion':
    case 'WithdrawVersion':
    case 'DeclineVersion':
      return decideVersion(command, state, circumstances);
    case 'StartReview':
    case 'ConfirmLines':
      return decideReview(command, state, circumstances);
    case 'RecordException':
    case 'AcceptException':
    case 'EndException':
      return decideException(command, state, circumstances);
  }
}
