/** Jest runs the TypeScript sources as ES modules; `#…` imports resolve to sources through the `source` condition. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/load/peers/'],
  globalSetup: '<rootDir>/test/setup/choose-seed.js',
  setupFiles: ['<rootDir>/test/setup/seed-properties.js'],
  reporters: ['default', '<rootDir>/test/reporters/summary-reporter.js'],
  maxWorkers: 2,
  // Bounds what hangs, and is about nothing else: a test may have to share the machine.
  testTimeout: 180_000,
};
