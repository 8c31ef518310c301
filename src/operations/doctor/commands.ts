/** The command of a shell with which a person can look at the failure of a check. Pure. */
import type { Inputs } from '../../config/inputs.ts'

/** `null` where nothing but the hint helps. No credential is in it: the shell reads the variable. */
export function commandFor(
  check: string,
  { bitbucketUrl, credentials, caFile, outputDir }: Inputs,
): string | null {
  if (check === 'output-dir') return `df -h ${quoted(outputDir)}`
  if (bitbucketUrl === null) return null
  const { hostname, origin, protocol } = bitbucketUrl
  const base = `${origin}${bitbucketUrl.pathname.replace(/\/$/, '')}`
  const trust = caFile === null ? '' : ` --cacert ${quoted(caFile)}`
  const who = {
    token: ' -H "Authorization: Bearer $SOTERI_GATE_TOKEN"',
    basic: ' -u "$SOTERI_GATE_USERNAME"',
  }
  const curl = (path: string, as = ''): string => `curl -i${trust}${as} ${quoted(`${base}${path}`)}`
  if (check === 'dns') return `nslookup ${quoted(hostname)}`
  if (check === 'tcp') return `curl -v ${quoted(origin)}`
  if (check === 'tls' && protocol === 'https:') {
    const peer = bitbucketUrl.host.includes(':') ? bitbucketUrl.host : `${hostname}:443`
    return `openssl s_client -connect ${quoted(peer)} -servername ${quoted(hostname)} -showcerts < /dev/null`
  }
  if (check === 'bitbucket') return curl('/rest/api/latest/application-properties')
  if (check !== 'credentials' && !/ of |^scope /.test(check)) return null
  return curl('/rest/api/latest/projects?limit=1', credentials === null ? '' : who[credentials.kind])
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
