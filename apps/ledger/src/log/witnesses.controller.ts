import { Controller, Get, Inject } from '@nestjs/common';
import { Read } from '#http/operation';
import { Visitor, type Visit } from '#http/request';
import { Onus } from '../runtime/onus.ts';
import { witnessesOf, type WitnessesView } from './witnesses-view.ts';

@Controller('v1/engagements/:engagement/log/witnesses')
export class WitnessesController {
  private readonly onus: Onus;

  constructor(@Inject(Onus) onus: Onus) {
    this.onus = onus;
  }

  @Get()
  @Read({
    id: 'listWitnesses',
    tag: 'Log',
    summary: 'The witnesses of the ledger: what each has cosigned of it, when, and what is wrong',
    answer: 'Witnesses',
  })
  show(@Visitor() { engagementId }: Visit): Promise<WitnessesView> {
    return witnessesOf(this.onus, engagementId);
  }
}
