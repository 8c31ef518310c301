/** Node 24 strips the types itself; `tsc` checks them. @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/mutation/'],
  // Many tests wait for child processes and servers, so a worker for every core pays.
  maxWorkers: '100%',
  testTimeout: 60_000,
}
