/** Opens the way to the server from the inputs: roots, proxy, credentials, request budget. */

import { GateError } from '../errors.ts'
import { pathOf, readTextFile } from '../files.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Host } from '../ports.ts'
import { toolVersion } from '../version.ts'
import { type Bitbucket, openBitbucket } from './bitbucket.ts'
import type { Http } from './http.ts'
import { openSoteri, type Soteri } from './soteri.ts'
import type { ProxySettings } from './tls-proxy.ts'

/** An open way to the server and its calls. Close `http` when done. */
export type Connection = { readonly http: Http; readonly soteri: Soteri; readonly bitbucket: Bitbucket }

/**
 * Connects and checks the credentials once, before anything fans out: about five failed logins lock an account.
 * @throws GateError CREDENTIALS_MISSING, FILE_UNREADABLE, or what the first call met.
 */
export async function connect(inputs: Inputs, host: Host): Promise<Connection> {
  const connection = await openConnection(inputs, host)
  try {
    await connection.bitbucket.checkCredentials()
  } catch (caught) {
    await connection.http.close()
    throw caught
  }
  host.log.info(`Connected to ${inputs.bitbucketUrl?.href}; the credentials were accepted.`)
  return connection
}

/**
 * Connects without sending anything yet.
 * @param instead of the run's own stop and number of retries.
 * @throws GateError CREDENTIALS_MISSING, FILE_UNREADABLE.
 */
export async function openConnection(
  inputs: Inputs,
  host: Host,
  instead: { readonly stop?: AbortSignal; readonly maxRetries?: number } = {},
): Promise<Connection> {
  if (inputs.bitbucketUrl === null) throw new GateError('INPUT_INVALID', 'bitbucket-url: is not given.')
  if (inputs.credentials === null) {
    throw new GateError('CREDENTIALS_MISSING', 'Neither `token` nor `username` and `password` is given.')
  }
  const extraCa = await extraCaOf(inputs, host)
  const { openHttp } = await import('./http.ts')
  const http = openHttp(
    {
      baseUrl: inputs.bitbucketUrl,
      credentials: inputs.credentials,
      extraCa,
      proxy: proxySettingsOf(host),
      unverifiedTlsAsked: isUnverifiedTlsAsked(host),
      requestTimeoutMs: inputs.requestTimeoutMs,
      maxRetries: instead.maxRetries ?? inputs.maxRetries,
      maxRequestsPerSecond: inputs.maxRequestsPerSecond,
      version: toolVersion,
    },
    { clock: host.clock, log: host.log, stop: instead.stop ?? host.stop },
  )
  return { http, soteri: openSoteri(http, inputs.apiVersion), bitbucket: openBitbucket(http) }
}

/**
 * The text of `ca-file`, `null` without one.
 * @throws GateError FILE_UNREADABLE
 */
export async function extraCaOf({ caFile }: Inputs, host: Host): Promise<string | null> {
  return caFile === null ? null : await readTextFile(pathOf(caFile, host.workingFolder), 'ca-file')
}

/** Node itself would honour this, and this value only. */
export function isUnverifiedTlsAsked(host: Host): boolean {
  return host.environment('NODE_TLS_REJECT_UNAUTHORIZED') === '0'
}

/** Both spellings are in use; the lower-case one wins, as in curl. */
export function proxySettingsOf(host: Host): ProxySettings {
  const either = (name: string): string | null =>
    host.environment(name.toLowerCase()) ?? host.environment(name) ?? null
  return { https: either('HTTPS_PROXY'), http: either('HTTP_PROXY'), no: either('NO_PROXY') }
}
