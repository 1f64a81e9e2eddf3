import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FOUNDER, type MemberId } from '#engagement/domain/members';
import { refuse } from '#engagement/domain/engagement.refusals';
import { isPresent, requireRole } from '#engagement/domain/engagement.state';
import { refuseActing } from '#engagement/domain/people/delegation.refusals';
import { operationOf, type DescribedOperation } from '#http/operation';
import { noSuchEngagement, Problem, PROBLEMS } from '#http/problems';
import { PRODUCT, type Product } from '#http/product';
import type { Admitted, Visit } from '#http/request';
import { SETTINGS, type ServiceSettings } from '../http/settings.ts';
import { AUTHORISATION, type Authorisation } from './authorisation.ts';
import { bearerOf } from './bearer.ts';
import type { KeyRecord } from './key-records.ts';
import { KeyRing } from './key-ring.ts';

interface AccessRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: Readonly<Record<string, string>>;
  admitted?: Admitted;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const POSITION = /^\d{1,16}$/;
const MEMBER = /^m\d{1,15}$/;

/** Lets a request in: who calls, whether the operation is theirs to call, and as which member of which engagement they act. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly product: Product;
  private readonly keys: KeyRing;
  private readonly waitMs: number;

  constructor(
    @Inject(PRODUCT) product: Product,
    @Inject(KeyRing) keys: KeyRing,
    @Inject(SETTINGS) { positionWaitMs }: ServiceSettings,
  ) {
    this.product = product;
    this.keys = keys;
    this.waitMs = positionWaitMs;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { operation, row } = rowOf(context.getHandler());
    if (row.who === 'anyone') return true;
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const admitted = await this.admit(request, operation, row);
    if (operation.writes) request.admitted = { ...admitted, commandId: commandId(request) };
    // What somebody waits for may be that he is removed: whoever has waited is asked again who he is.
    else request.admitted = (await this.waited(request)) ? await this.admit(request, operation, row) : admitted;
    return true;
  }

  private async admit(request: AccessRequest, operation: DescribedOperation, row: Authorisation): Promise<Admitted> {
    const key = await bearerOf(this.keys, request.headers['authorization']);
    if (row.who === 'owner-key' && !key.owner) {
      throw new Problem(PROBLEMS.ownerKeyNeeded, 'Ask whoever runs this installation.');
    }
    const caller = { keyId: key.id, owner: key.owner, bindings: key.bindings };
    const behalf = onBehalfOf(request, operation);
    if (row.who !== 'member') return { caller };
    const { actor, ...visit } = await this.visit(key, request.params['engagement']!, row);
    return { caller, visit: { ...visit, actor: { ...actor, onBehalfOf: behalf } } };
  }

  /** A foreign engagement is answered exactly as one that is not there. */
  private async visit(key: KeyRecord, named: string, row: Authorisation): Promise<Visit> {
    const engagementId = UUID.test(named) ? named.toLowerCase() : this.product.engagementId(named);
    const member = memberOf(key, engagementId);
    if (member === null) return noSuchEngagement(named);
    const { engagement } = (await this.product.state(engagementId)).state;
    const known = engagement.members.get(member);
    if (engagement.slug === null || known === undefined || known.removed) return noSuchEngagement(named);
    // Whoever has left, or is not there yet, reads no more than he writes. That there is an engagement he knows.
    if (!isPresent(known, this.product.now())) refuse.outsidePeriod(member);
    const kind = known.kind === 'person' ? 'person' : 'service';
    const auth = `api-key:${key.id}`;
    const visit: Visit = { engagementId, actor: { member, party: known.party, kind, onBehalfOf: null, auth } };
    if ('roles' in row && row.decided === 'here') requireRole(engagement, visit.actor, ...row.roles);
    return visit;
  }

  /** Waits for what the caller wrote or read elsewhere. False where he asked for nothing to wait for. */
  private async waited({ headers }: AccessRequest): Promise<boolean> {
    const token = headers['if-position-at-least'];
    if (token === undefined) return false;
    if (typeof token !== 'string' || !POSITION.test(token)) {
      const detail = 'must be the position token of an answer';
      throw new Problem(PROBLEMS.badParameter, `If-Position-At-Least: ${detail}.`, {
        errors: [{ in: 'header', pointer: '/If-Position-At-Least', detail }],
      });
    }
    await this.product.read.reach(Number(token), this.waitMs);
    return true;
  }
}

/** What an operation is, and who may call it. @throws Error for a handler that is no operation or has no row */
export function rowOf(
  handler: { readonly name: string },
  owner = 'a controller',
): { readonly operation: DescribedOperation; readonly row: Authorisation } {
  const operation = operationOf(handler);
  if (operation === undefined)
    throw new Error(`handler ${handler.name} of ${owner} does not say which operation it is`);
  const row = AUTHORISATION[operation.id];
  if (row === undefined) throw new Error(`operation ${operation.id} has no authorisation row`);
  return { operation, row };
}

/** An owner key that is not bound in an engagement acts as its founder: that is how a single node begins. */
function memberOf({ bindings, owner }: KeyRecord, engagementId: string): MemberId | null {
  return bindings.find(({ engagement }) => engagement === engagementId)?.member ?? (owner ? FOUNDER : null);
}

/** In whose right the caller wants to act; null for the own. Whether he may is for the ledger's rules. @throws Problem, Refusal */
function onBehalfOf({ headers }: AccessRequest, { id, forAnother }: DescribedOperation): MemberId | null {
  const member = headers['onus-on-behalf-of'];
  if (member === undefined) return null;
  if (typeof member !== 'string' || !MEMBER.test(member)) {
    const detail = 'must be the id of one member, like m7';
    throw new Problem(PROBLEMS.badParameter, `Onus-On-Behalf-Of: ${detail}.`, {
      errors: [{ in: 'header', pointer: '/Onus-On-Behalf-Of', detail }],
    });
  }
  return forAnother ? member : refuseActing.onBehalfNotHere(id);
}

function commandId({ headers }: AccessRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && UUID.test(key)) return key.toLowerCase();
  const detail = key === undefined ? 'is missing; send a fresh UUID with every write' : 'must be a UUID';
  throw new Problem(PROBLEMS.noIdempotencyKey, `Idempotency-Key ${detail}.`, {
    errors: [{ in: 'header', pointer: '/Idempotency-Key', detail }],
  });
}
