import { describe, expect, it } from '@jest/globals';
import { BadConnectionString, readConnectionString } from './connection-string.ts';

describe('The connection string of the event store', () => {
  it('gives the credentials, which every call carries', () => {
    const { credentials } = readConnectionString('esdb://onus:p%40ss@db1:2113,db2:2113?maxDiscoverAttempts=3');
    expect(credentials).toEqual({ username: 'onus', password: 'p@ss' });
  });

  it('may carry the name that the database has now, which the client does not know', () => {
    expect(readConnectionString('kurrentdb+discover://onus:pass@db:2113').text).toBe(
      'esdb+discover://onus:pass@db:2113',
    );
    expect(readConnectionString('kurrentdb://db:2113?tls=false').text).toBe('esdb://db:2113?tls=false');
  });

  it('needs none without transport security, and gives some all the same: they select how the client appends', () => {
    expect(readConnectionString('esdb://db:2113?tls=false').credentials.username).not.toBe('');
  });

  it.each([
    ['is of another protocol', 'http://db:2113', 'write kurrentdb://'],
    ['names no host', 'kurrentdb://', 'write kurrentdb://'],
    ['has credentials that would never be sent', 'esdb://onus:secret@db:2113?tls=false', 'would never be sent'],
    ['has no credentials though there is transport security', 'esdb://db:2113', 'user:password@'],
    [
      'makes the client tell conflicts otherwise',
      'esdb://u:secret@db?throwOnAppendFailure=false',
      'throwOnAppendFailure',
    ],
    ['prefers a node that may lag behind', 'esdb://u:secret@db?node_preference=follower', 'nodePreference'],
    ['has a password that is not encoded', 'esdb://u:sec%ret@db', '%25'],
  ])('is refused when it %s, without telling the password', (_, text, mend) => {
    let refused: unknown;
    try {
      readConnectionString(text);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(BadConnectionString);
    expect((refused as Error).message).toContain(mend);
    expect((refused as Error).message).not.toContain('secret');
  });
});
