import { BadConfig } from '../config.ts';

/** What the resolver and the system call an address that this machine does not have. */
const NO_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND']);

/** Why nobody can listen at an address, in terms of the settings that name it; what is not about them is given back as it is. */
export function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new BadConfig(
      'ONUS_WITNESS_PORT',
      `${port}`,
      `another program listens there; end it, or choose another port`,
    );
  if (code === 'EACCES')
    return new BadConfig('ONUS_WITNESS_PORT', `${port}`, 'this user may not listen there; choose a port from 1024 on');
  if (NO_ADDRESS.has(code))
    return new BadConfig('ONUS_WITNESS_HOST', host, `write an address of this machine, like 127.0.0.1 (${message})`);
  return error;
}
