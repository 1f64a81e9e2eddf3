/** Named after the entry that introduced it: task `t41` was defined by entry 41. */
export type TaskId = string;

/** The reference that people use, for example `LOG-03`. Unique within an engagement, kept for ever. */
export type TaskRef = string;

/** A control of a framework that the task serves. */
export interface ControlRef {
  /** For example `nist-800-53-r5`, `nist-csf-2.0`, `pci-dss-4.0.1`, `cmmc-l2`. */
  readonly framework: string;
  readonly id: string;
  readonly part?: string;
}

/** Where the task applies, and where it does not. */
export interface TaskScope {
  readonly environments?: readonly string[];
  readonly systems?: readonly string[];
  readonly locations?: readonly string[];
  readonly dataClasses?: readonly string[];
  readonly businessUnits?: readonly string[];
  readonly exclusions?: readonly string[];
}

/** From whom the task is inherited, how far, on which word, and what remains to do. */
export interface Inheritance {
  readonly from: string;
  readonly extent: 'full' | 'partial';
  readonly source?: string;
  /** Calendar date of the source, `YYYY-MM-DD`. */
  readonly date?: string;
  readonly remains?: string;
}

/** When somebody must be told, who in which order, and how soon. Contacts are member ids. */
export interface Escalation {
  readonly trigger?: string;
  readonly contacts?: readonly string[];
  readonly times?: string;
}

/** What evidence shows that the duty was done. The items themselves are submitted as evidence. */
export interface EvidenceRequirement {
  readonly artefact?: string;
  readonly format?: string;
  readonly collector?: string;
  readonly store?: string;
  readonly retention?: string;
  readonly reviewer?: string;
}

/** The text of a duty: what both sides agreed to, in the clear, because it is the matter of the contract. */
export interface TaskDefinition {
  readonly title: string;
  readonly objective?: string;
  readonly procedure?: string;
  readonly kind?: 'operational' | 'review' | 'document';
  readonly serviceLine?: string;
  /** Reference of the task that this one belongs to. */
  readonly parent?: TaskRef;
  readonly preconditions?: readonly string[];
  readonly scope?: TaskScope;
  readonly inheritance?: Inheritance;
  readonly cadence?: string;
  readonly serviceLevel?: string;
  /** Who approves the work, distinct from who does it: a member id, or the words of the contract. */
  readonly approver?: string;
  readonly tool?: string;
  readonly reportsDue?: string;
  readonly escalation?: Escalation;
  /** What is not included. */
  readonly boundaries?: string;
  readonly lineage?: { readonly splitFrom?: readonly TaskRef[]; readonly mergedInto?: TaskRef };
  readonly controls?: readonly ControlRef[];
  readonly evidence?: EvidenceRequirement;
  /** The columns of an imported line as the file gave them, every one, word for word. */
  readonly attributes?: Readonly<Record<string, string>>;
}
