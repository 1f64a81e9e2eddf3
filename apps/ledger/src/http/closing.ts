import type { Server } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type ServiceSettings } from './settings.ts';

/**
 * Accepted requests are finished before the service ends, but a caller who does not take the answer cannot hold it up: after the
 * time of grace the connections that are left are cut.
 */
@Injectable()
export class Closing implements BeforeApplicationShutdown {
  private readonly host: HttpAdapterHost;
  private readonly graceMs: number;

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost, @Inject(SETTINGS) { graceMs }: ServiceSettings) {
    this.host = host;
    this.graceMs = graceMs;
  }

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    setTimeout(() => server.closeAllConnections(), this.graceMs).unref();
  }
}
