import { Module, type DynamicModule } from '@nestjs/common';
import { Closing } from './http/closing.ts';
import { HealthController } from './operations/health.controller.ts';
import { AlarmStore } from './storage/alarm-store.ts';
import { WitnessController } from './witnessing/witness.controller.ts';
import { Witness } from './witnessing/witness.ts';

export interface ModuleParts {
  readonly witness: Witness;
  readonly alarms: AlarmStore;
}

/** The HTTP side of a witness. */
@Module({ controllers: [WitnessController, HealthController] })
export class WitnessModule {
  static of({ witness, alarms }: ModuleParts): DynamicModule {
    return {
      module: WitnessModule,
      providers: [{ provide: Witness, useValue: witness }, { provide: AlarmStore, useValue: alarms }, Closing],
    };
  }
}
