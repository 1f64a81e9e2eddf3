import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AlarmStore } from '../storage/alarm-store.ts';

/** Whether the witness runs, and whether a person has to look at something. Names no log: these addresses are open. */
@Controller()
export class HealthController {
  private readonly alarms: AlarmStore;

  constructor(@Inject(AlarmStore) alarms: AlarmStore) {
    this.alarms = alarms;
  }

  @Get('livez')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 503 from the first alarm until a person has acknowledged the last. The witness goes on cosigning what is consistent. */
  @Get('readyz')
  ready(@Res() reply: FastifyReply): void {
    const openAlarms = this.alarms.countOpen();
    void reply.code(openAlarms === 0 ? 200 : 503).send({ status: openAlarms === 0 ? 'ready' : 'alarm', openAlarms });
  }
}
