import { Controller, Inject, Post } from '@nestjs/common';
import { Write } from '#http/operation';
import { Onus } from '../runtime/onus.ts';
import { buildDemo } from './build-demo.ts';

@Controller('v1/demo')
export class DemoController {
  private readonly onus: Onus;

  constructor(@Inject(Onus) onus: Onus) {
    this.onus = onus;
  }

  @Post()
  @Write({
    id: 'buildDemo',
    tag: 'Engagements',
    summary: 'Build the demonstration: a year of one engagement',
    description: 'Always the same; where it is there already, nothing is recorded. Every entry says what it is.',
    answer: 'Demo',
    status: 200,
  })
  async build() {
    const demo = await buildDemo(this.onus);
    return { ...demo, position: String(demo.position) };
  }
}
