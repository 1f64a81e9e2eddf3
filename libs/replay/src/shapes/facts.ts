import type { CredentialRegistered } from '#engagement/domain/credential.events';
import type { ContractTerms } from '#engagement/domain/engagement.events';
import { FINDING_CODES, type Finding } from '#responsibility/domain/assignment.rules';
import { MARKS, RACI, type Assignment, type Parts, type RaciEntry } from '#responsibility/domain/assignment';
import type {
  ControlRef,
  Escalation,
  EvidenceRequirement,
  Inheritance,
  TaskDefinition,
  TaskScope,
} from '#responsibility/domain/task';
import type { Sealed } from '#kernel/sealed';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { commitment, list, maybe, object, oneOf, record, text, type Shape } from './shape.ts';

const texts = maybe(list(text));
const someText = maybe(text);

export const sealed: Shape = object<Sealed>({ sealed: commitment });

export const contractTerms: Shape = object<ContractTerms>({
  reference: someText,
  clause: someText,
  services: texts,
  start: someText,
  end: someText,
  jurisdictions: texts,
  industry: someText,
  frameworks: texts,
});

export const attributes: Shape = record(text);

export const control: Shape = object<ControlRef>({ framework: text, id: text, part: someText });

export const definition: Shape = object<TaskDefinition>({
  title: text,
  objective: someText,
  procedure: someText,
  kind: maybe(oneOf('operational', 'review', 'document')),
  serviceLine: someText,
  parent: someText,
  preconditions: texts,
  scope: maybe(
    object<TaskScope>({
      environments: texts,
      systems: texts,
      locations: texts,
      dataClasses: texts,
      businessUnits: texts,
      exclusions: texts,
    }),
  ),
  inheritance: maybe(
    object<Inheritance>({
      from: text,
      extent: oneOf('full', 'partial'),
      source: someText,
      date: someText,
      remains: someText,
    }),
  ),
  cadence: someText,
  serviceLevel: someText,
  approver: someText,
  tool: someText,
  reportsDue: someText,
  escalation: maybe(object<Escalation>({ trigger: someText, contacts: texts, times: someText })),
  boundaries: someText,
  lineage: maybe(object<NonNullable<TaskDefinition['lineage']>>({ splitFrom: texts, mergedInto: someText })),
  controls: maybe(list(control)),
  evidence: maybe(
    object<EvidenceRequirement>({
      artefact: someText,
      format: someText,
      collector: someText,
      store: someText,
      retention: someText,
      reviewer: someText,
    }),
  ),
  attributes: maybe(attributes),
});

export const assignment: Shape = object<Assignment>({
  marks: list(oneOf(...MARKS)),
  raci: list(object<RaciEntry>({ party: text, member: someText, roles: list(oneOf(...RACI)) })),
  group: someText,
  deputy: someText,
  parts: maybe(object<Parts>({ client: someText, mssp: someText, other: someText })),
  inheritedFrom: someText,
  regulatory: someText,
  rationale: someText,
});

export const finding: Shape = object<Finding>({ code: oneOf(...FINDING_CODES), detail: someText });

export const registeredCredential: Shape = object<CredentialRegistered['data']>({
  memberId: text,
  credentialId: text,
  publicKey: text,
  algorithm: oneOf(...SIGNATURE_ALGORITHMS),
  rpId: text,
  origin: text,
});
