/** Names of rules in Soteri's style (upper case, underscores) for what secretlint finds. Pure. */

/** Rules that secretlint lacks, given to its pattern rule; the names are shown as they are. */
export const passwordAndTokenPatterns = [
  {
    name: 'BITBUCKET_ACCESS_TOKEN',
    patterns: ['/\\bBBDC-[A-Za-z0-9+\\/]{32,}/'],
  },
  {
    name: 'GENERIC_PASSWORD',
    patterns: [
      '/\\b(?:[a-z0-9]+[_.-])*(?:password|passwd|pwd)["\']?\\s*[:=]\\s*["\'][^"\'\\s{}$<>]{6,}["\']/i',
      '/^[ \\t]*(?:[a-z0-9]+[_.-])*(?:password|passwd|pwd)[ \\t]*[:=][ \\t]*[^"\'\\s{}$<>()]{6,}[ \\t]*$/im',
    ],
  },
] as const

const byMessage: Readonly<Record<string, string>> = {
  AWSAccountID: 'AWS_ACCOUNT_ID',
  AWSAccessKeyID: 'AWS_CLIENT_ID',
  AWSSecretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  PrivateKeyP12: 'GCP_PRIVATE_KEY',
  PrivateKeyJSON: 'GCP_PRIVATE_KEY',
  PackageJSON_xOauthToken: 'GITHUB_TOKEN',
  Npmrc_authToken: 'NPM_TOKEN',
  NPM_ACCESS_TOKEN: 'NPM_TOKEN',
  BasicAuth: 'URL_PASSWORD',
  IncomingWebhook: 'SLACK_WEBHOOK',
  MongoDBConnection: 'DATABASE_PASSWORD',
  MySQLConnection: 'DATABASE_PASSWORD',
  PostgreSQLConnection: 'DATABASE_PASSWORD',
}

/**
 * Name of the rule behind one secretlint message. `patternName` is set for our own patterns; `matched` says
 * the kinds of private keys apart. Unknown ids are turned to upper case with underscores.
 */
export function ruleName(messageId: string, matched: string, patternName?: string): string {
  if (patternName !== undefined) return patternName
  if (messageId === 'PrivateKey') return privateKeyRule(matched)
  return byMessage[messageId] ?? messageId.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

function privateKeyRule(matched: string): string {
  if (matched.includes('OPENSSH')) return 'SSH_PRIVATE_KEY'
  const kind = /BEGIN (RSA|DSA|EC|PGP)/.exec(matched)?.[1]
  return kind === undefined ? 'PRIVATE_KEY' : `${kind}_PRIVATE_KEY`
}
