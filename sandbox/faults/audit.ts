/** Faults of the audit log, where a gate with `check-skipped` looks for files that the scanner left out. */
import { BitbucketError, empty, errorReply, json, notPermitted, unknownResource } from '../reply.ts'
import { answered } from './rules.ts'
import type { FaultRule, FaultScenario } from './scenario.ts'

const unknown = { verdict: 'error', exitCode: 4 } as const

const fault = (
  name: string,
  description: string,
  rules: readonly FaultRule[],
  expected: FaultScenario['expected'] = unknown,
): FaultScenario => ({
  ...{ name, description, expected, rules },
  scope: 'instance',
  gate: { 'check-skipped': 'error' },
})

/** The family "audit log" of docs/sandbox.md. */
export const auditFaults: readonly FaultScenario[] = [
  fault('audit-404', 'The app is older than 4.17 and writes no skipped files: the audit log is 404.', [
    answered('audit', ({ baseUrl, path }) => unknownResource(`${baseUrl}${path}`)),
  ]),
  fault(
    'audit-right-missing',
    'The user may not read the audit log.',
    [answered('audit', () => errorReply(notPermitted()))],
    { verdict: 'error', exitCode: 3 },
  ),
  fault('audit-500', 'The audit log is answered 500.', [
    answered('audit', () => errorReply(new BitbucketError(500, 'InternalServerException', 'No index.'))),
  ]),
  fault('audit-empty-reply', 'The audit log is answered 200 without a body.', [
    answered('audit', () => empty(200)),
  ]),
  fault('audit-other-shape', 'The audit log is a list of texts instead of pages of events.', [
    answered('audit', () => json(['skipped a file'])),
  ]),
  fault('audit-unknown-event', 'The audit log holds an event of the app that nobody knows.', [
    {
      on: 'audit',
      does: {
        kind: 'answer',
        reply: () =>
          json({
            entities: [
              {
                timestamp: new Date().toISOString(),
                type: { category: 'Soteri Security for Bitbucket', action: 'Scan was not complete' },
                affectedObjects: [],
                extraAttributes: [],
              },
            ],
            pagingInfo: { lastPage: true, size: 1 },
          }),
      },
    },
  ]),
]
