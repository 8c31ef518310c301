import { availableParallelism } from 'node:os'

/** Node 24 strips the types itself; `tsc` checks them. @type {import('jest').Config} */
export default {
  testEnvironment: './scripts/jest-environment.ts',
  testSequencer: './scripts/jest-sequencer.js',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/build/', '<rootDir>/dist/'],
  // Most of the time of many tests is waiting for child processes and servers.
  maxWorkers: availableParallelism() + 1,
  // On a busy machine everything takes long, and tests that run at the same time wait for one another.
  testTimeout: 180_000,
  // Nor does a worker with a large heap end within the half second after which Jest suspects a leak.
  workerGracefulExitTimeout: 30_000,
}
