/** Opens the connection of a run to the server, and checks the credentials. */
import type { Inputs } from '../config/inputs.ts'
import type { RunContext } from '../context.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { ExcludedRepos, openBitbucket } from './bitbucket.ts'
import type { HttpSettings, HttpWorld } from './http.ts'
import { openSoteri } from './soteri.ts'

/** Close `http` when done. */
export type Connection = Awaited<ReturnType<typeof openConnection>>

/** Connects and checks the credentials once, before many requests go out: about five failed logins lock an account. */
export async function connect({ inputs, host }: RunContext): Promise<Connection> {
  const connection = await openConnection(inputs, host)
  try {
    const { bitbucketUrl } = inputs
    const { proxySettingsOf, unmatchedNoProxy } = await import('./tls-proxy.ts')
    const note = bitbucketUrl === null ? null : unmatchedNoProxy(bitbucketUrl, proxySettingsOf(host))
    if (note !== null) host.log.warn(note)
    const { areAccepted } = await connection.bitbucket.checkCredentials()
    const connected = `Connected to ${bitbucketUrl?.href}`
    const unchecked = 'the credentials could not be checked: no list of projects answers there.'
    if (areAccepted) host.log.info(`${connected}; the credentials were accepted.`)
    else host.log.warn(`${connected}, but ${unchecked} ${addressHint(inputs)}`)
  } catch (caught) {
    await connection.http.close()
    throw await withMissingIssuer(caught, inputs, host)
  }
  return connection
}

/** OpenSSL does not say whose certificate is missing in a chain, so the chain is looked at once more. */
async function withMissingIssuer(caught: unknown, inputs: Inputs, host: Host): Promise<unknown> {
  const { bitbucketUrl } = inputs
  if (!(caught instanceof GateError) || caught.code !== 'TLS_REFUSED' || bitbucketUrl === null) return caught
  try {
    const { lookForIssuer, wayTo } = await import('./network-look.ts')
    const sentence = await lookForIssuer(await wayTo(bitbucketUrl, inputs, host))
    return new GateError(caught.code, caught.message + sentence, { hint: caught.hint })
  } catch {
    return caught
  }
}

/** The hint where no list of projects answers, so that the credentials could not be checked. */
export function addressHint({ bitbucketUrl }: Inputs): string {
  const host = bitbucketUrl?.hostname ?? ''
  return /(^|\.)(bitbucket\.org|atlassian\.net)$/.test(host)
    ? `${host} is Bitbucket Cloud, and Soteri’s app with its exports is for Bitbucket Data Center only.`
    : 'Check the path of `bitbucket-url`: it may lack a context path, such as https://host/bitbucket, or have one too many.'
}

/** Sends nothing yet. @param instead replaces the run's own stop and number of retries */
export async function openConnection(
  inputs: Inputs,
  host: Host,
  instead: Partial<Pick<HttpWorld, 'stop' | 'onReply'> & Pick<HttpSettings, 'maxRetries'>> = {},
) {
  const { bitbucketUrl, credentials, requestTimeoutMs, maxRequestsPerSecond } = inputs
  if (bitbucketUrl === null) throw new GateError('INPUT_INVALID', 'bitbucket-url: is not given.')
  if (credentials === null) {
    throw new GateError('CREDENTIALS_MISSING', 'Neither `token` nor `username` and `password` is given.')
  }
  // Loaded on demand: judging local exports needs no network.
  const { openHttp } = await import('./http.ts')
  const { extraCaOf, isUnverifiedTlsAsked, proxySettingsOf } = await import('./tls-proxy.ts')
  const http = openHttp(
    {
      baseUrl: bitbucketUrl,
      credentials,
      extraCa: await extraCaOf(inputs, host),
      proxy: proxySettingsOf(host),
      unverifiedTlsAsked: isUnverifiedTlsAsked(host),
      requestTimeoutMs,
      maxRetries: instead.maxRetries ?? inputs.maxRetries,
      maxRequestsPerSecond,
    },
    { clock: host.clock, log: host.log, stop: instead.stop ?? host.stop, onReply: instead.onReply },
  )
  const excluded = new ExcludedRepos(inputs.excludeRepos)
  const soteri = openSoteri(http, inputs.apiVersion)
  return { http, soteri, bitbucket: openBitbucket(http, excluded), excluded }
}
