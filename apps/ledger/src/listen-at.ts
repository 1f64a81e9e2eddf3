import { Logger, type INestApplication } from '@nestjs/common';
import { BadConfig } from './config.ts';
import { LOG_LEVELS } from './service.ts';

/** What the resolver and the system call an address that this machine does not have. */
const NO_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND']);

/** Listens. @throws BadConfig where one of the settings has to be another one, or what the system says */
export async function listenAt(service: INestApplication, host: string, port: number): Promise<void> {
  // Nest would tell of it as well, and not as whoever started this needs it.
  Logger.overrideLogger(LOG_LEVELS.filter((level) => level !== 'error'));
  try {
    await service.listen(port, host);
  } catch (error) {
    throw cannotListen(error, host, port);
  }
  Logger.overrideLogger([...LOG_LEVELS]);
}

/** Why nobody can listen at an address, in terms of the settings that name it; what is not about them is given back as it is. */
function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (code === 'EADDRINUSE')
    return new BadConfig('ONUS_PORT', `${port}`, `another program listens on ${at}; end it, or choose another port`);
  if (code === 'EACCES')
    return new BadConfig('ONUS_PORT', `${port}`, 'this user may not listen there; choose a port from 1024 on');
  if (NO_ADDRESS.has(code))
    return new BadConfig('ONUS_HOST', host, `write an address of this machine, like 127.0.0.1 (${message})`);
  return error;
}
