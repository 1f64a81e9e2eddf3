import type { ContractTerms, PeopleEvent } from '#engagement/domain/engagement.events';
import { ofType, type Told } from '../matrix-version/told.ts';
import type { TermsView } from '../views.ts';

/** What the contract says of itself: as the engagement was opened, and as it was amended since. What was not named stayed. */
export function termsView(opened: ContractTerms | undefined, told: readonly Told<PeopleEvent>[]): TermsView {
  const amended = ofType(told, 'TermsAmended');
  const last = <T>(of: (data: (typeof amended)[number]['data']) => T | undefined): T | undefined =>
    amended.map(({ data }) => of(data)).findLast((said) => said !== undefined);
  return {
    contract: last(({ contract }) => contract) ?? opened ?? null,
    deadlines: last(({ deadlines }) => deadlines) ?? [],
    amended: amended.map(({ mention }) => mention),
  };
}
