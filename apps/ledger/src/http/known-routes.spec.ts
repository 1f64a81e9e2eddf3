import { describe, expect, it } from '@jest/globals';
import { KnownRoutes } from './known-routes.ts';

describe('Known routes', () => {
  const routes = new KnownRoutes();
  routes.add('/', ['GET']);
  routes.add('/tasks/:ref', ['GET', 'HEAD']);
  routes.add('/tasks/:ref/close', ['POST']);
  routes.add('/tasks/:ref', ['DELETE']);
  routes.add('/tasks/all', ['PUT']);

  it('tells which methods an address knows', () => {
    expect(routes.methodsAt('/')).toEqual(['GET']);
    expect(routes.methodsAt('/tasks/LOG-03?effective=now')).toEqual(['DELETE', 'GET', 'HEAD']);
    expect(routes.methodsAt('/tasks/A%2FB/close')).toEqual(['POST']);
    expect(routes.methodsAt('/tasks/all')).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
  });

  it('knows every address below one that ends in a star', () => {
    routes.add('/tile/*', ['GET']);
    expect(routes.methodsAt('/tile/0/x001/000')).toEqual(['GET']);
    for (const url of ['/tile', '/tile/', '/tiles/0']) expect([url, routes.methodsAt(url)]).toEqual([url, []]);
  });

  it('knows no address that is longer, shorter, or lacks a part', () => {
    for (const url of ['/tasks', '/tasks/', '/tasks//close', '/tasks/a/open', '/tasks/a/close/', '']) {
      expect([url, routes.methodsAt(url)]).toEqual([url, url === '' ? ['GET'] : []]);
    }
  });
});
