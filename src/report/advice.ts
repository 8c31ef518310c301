/** Advice about rules, guessed from words of their names, and about findings that a file omits. Pure; runs in the page too. */
import { UNREADABLE_ROW } from '../finding.ts'
import type { Report } from './model.ts'

/** Pages of providers on revoking, by words of a rule's name; the first match decides. */
const pages: readonly (readonly [words: RegExp, link: string])[] = [
  [words('AWS|AMAZON'), 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
  [words('GOOGLE|GCP|GCLOUD|FIREBASE|FCM'), 'https://cloud.google.com/docs/security/compromised-credentials'],
  [
    words('AZURE_STORAGE|STORAGE_ACCOUNT|SHARED_ACCESS_SIGNATURE'),
    'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
  ],
  [
    words('GITHUB'),
    'https://docs.github.com/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
  ],
  [words('GITLAB'), 'https://docs.gitlab.com/user/profile/personal_access_tokens/'],
  [
    words('BITBUCKET|BBDC'),
    'https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
  ],
  [
    words('ATLASSIAN|JIRA|CONFLUENCE|TRELLO'),
    'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  ],
  [words('SLACK'), 'https://docs.slack.dev/authentication/best-practices-for-security'],
  [words('STRIPE'), 'https://docs.stripe.com/keys'],
  [words('TWILIO'), 'https://www.twilio.com/docs/iam/api-keys'],
  [words('NPM'), 'https://docs.npmjs.com/revoking-access-tokens'],
  [words('PYPI'), 'https://pypi.org/help/#apitoken'],
  [words('NUGET'), 'https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys'],
]

/** @param alternatives of a regular expression, each of one word or several */
function words(alternatives: string): RegExp {
  return new RegExp(`(?:^|_)(?:${alternatives})(?:_|$)`)
}

/** The first match decides. Each is matched against whole words of the name, in upper case and joined by `_`. */
const kinds: readonly (readonly [words: RegExp, what: string, rotate: string])[] = [
  [
    new RegExp(`^${UNREADABLE_ROW}$`),
    'A row of the export could not be read, so what it reports is unknown and counts as a finding.',
    'Run the gate again, and ask the Bitbucket administrator if the row stays broken.',
  ],
  [
    words('TROJAN(_SOURCE)?|BIDI(RECTIONAL)?|HOMOGLYPHS?'),
    'Invisible Unicode characters make the code read differently from how it runs (a “Trojan Source” attack).',
    'Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.',
  ],
  [
    words('MWS'),
    'A key of Amazon Marketplace Web Service, which reads and changes a seller’s orders and stock.',
    'The owner of the seller account revokes the developer’s access in Seller Central and authorises anew.',
  ],
  [
    words('AWS_(CLIENT|ACCOUNT|ACCESS_KEY|KEY)_ID|AMAZON_ACCESS_KEY_ID'),
    'The id of an AWS access key, half of a pair: it names an account, and its secret is often next to it.',
    'The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.',
  ],
  [
    words('AWS|AMAZON'),
    'A credential of Amazon Web Services, which acts with all rights of its user or role.',
    'The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.',
  ],
  [
    words('GOOGLE|GCP|FIREBASE|GCLOUD|FCM'),
    'A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.',
    'The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.',
  ],
  [
    words('AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT'),
    'A credential of Microsoft Azure: a storage key, connection string or client secret.',
    'The owner of the Azure subscription regenerates the key or client secret and checks the activity log.',
  ],
  [
    words('GITHUB|GITLAB|BITBUCKET|BBDC|GITEA|GIT_TOKEN|GIT_CREDENTIALS?'),
    'A token of a Git server, which reads and often writes every repository that its owner can reach.',
    'The user who made the token revokes it in the settings of the account and checks the audit log of the server.',
  ],
  [
    words('ATLASSIAN|JIRA|CONFLUENCE|TRELLO'),
    'A credential of an Atlassian product, which acts as the user who made it.',
    'The user who made it revokes it in the account’s security settings and makes a new one.',
  ],
  [
    words('SLACK|DISCORD|TELEGRAM|TEAMS|MATTERMOST|WEBHOOK'),
    'A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.',
    'The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.',
  ],
  [
    words('STRIPE|PAYPAL|SQUARE|SQUAREUP|BRAINTREE|ADYEN|PLAID'),
    'A key of a payment provider, which can read customers’ data and move money.',
    'The owner of the merchant account rolls the key in the provider’s dashboard at once and reviews its recent use.',
  ],
  [
    words('TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SENDINBLUE|SMTP|NEXMO|MESSAGEBIRD'),
    'A credential of a mail or message service, which sends in the company’s name.',
    'The owner of the service account revokes the key in its console, makes a new one and checks what was sent.',
  ],
  [
    words('NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER|DOCKERHUB|CLOJARS|JFROG'),
    'A credential of a package or image registry, with which foreign code can be published under your name.',
    'The owner of the registry account revokes the token and checks recent releases for ones nobody made.',
  ],
  [
    words('PUBLIC_KEY|PUBLICKEY|PUBKEY'),
    'A public key, which is no secret, but shows whom something trusts; a private key is often beside it.',
    'Nothing needs rotating unless the private key is in the repository too: the author of the line looks for it.',
  ],
  [
    words(
      '(RSA|SSH|DSA|EC|ECDSA|ED25519|PGP|GPG|OPENSSH|PKCS8|PKCS12|PUTTY|PEM)(_PRIVATE)?(_KEY)?|PRIVATE_KEY|PRIVATEKEY|KEYSTORE',
    ),
    'A private key, which proves an identity: anyone who has it can sign in, sign or decrypt as its owner.',
    'The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.',
  ],
  [
    words(
      'JDBC|DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|ORACLE|SQL|MSSQL|CONNECTION_STRING',
    ),
    'Credentials of a database, often with its address.',
    'The administrator of the database changes the password of this user and checks its logins.',
  ],
  [
    words('JWT|JSON_WEB_TOKENS?|BEARER|OAUTH2?|CLIENT_SECRET|REFRESH_TOKEN'),
    'A token or client secret with which a program signs in for a user or a service.',
    'The owner of the application ends its sessions and makes a new client secret at the identity provider.',
  ],
  [
    words('URL|URI|BASIC_AUTH'),
    'User name and password inside an address, which also ends up in logs and histories.',
    'The owner of the account changes its password and passes the new one outside the address.',
  ],
  [
    words('PASSWORDS?|PASSWD|PWD|PASSPHRASE|CREDENTIALS?'),
    'A password in clear text.',
    'The owner of the account changes the password everywhere it is used and reads it from a secret store instead.',
  ],
  [
    words('TOKENS?|API_?KEYS?|SECRETS?|KEYS?|APIKEY|PAT|ENTROPY|ENTROPY_STRING'),
    'A token or key of a service, which usually acts with all rights of its owner.',
    'The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.',
  ],
]

/** The last of the kinds: names in addresses, passwords, tokens. */
const GENERIC_KINDS = 3

const unknownKind = {
  what: 'Something that this rule, set by an administrator or the repository, takes for a secret.',
  rotate:
    'The last author of the line finds out what it opens; the owner revokes it, makes a new one and keeps it in a secret store.',
}

/** Deleting the line is the mistake that everyone makes first. */
export const historyAdvice =
  'Deleting the line is not enough: the secret stays in the Git history, so treat it as known to others and rotate it first.'

/** What such a secret is, who rotates it, the page that says how, and how often the rule is right. */
export function ruleAdvice(rule: string, remedies: Report['remedies'] = {}) {
  const name = rule
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
  const at = kinds.findIndex(([pattern]) => pattern.test(name))
  const [, what, rotate] = kinds[at] ?? [null, unknownKind.what, unknownKind.rotate]
  const remedy = Object.hasOwn(remedies, rule) ? remedies[rule] : undefined
  const link = remedy?.link ?? pages.find(([pattern]) => pattern.test(name))?.[1] ?? null
  const isGeneric = at < 0 || at >= kinds.length - GENERIC_KINDS
  const precision = /ENTROPY/.test(name) ? 'low' : isGeneric ? 'medium' : 'high'
  return { what, rotate: remedy?.text ?? rotate, link, precision }
}

/** Long enough to rotate the secret, short enough to be looked at again. */
const SUPPRESSION_DAYS = 90

/** The item of `suppressions` that accepts one finding on all branches, for 90 days from `startedAt` (ISO 8601). */
export function suppressionSnippet(finding: { readonly fingerprint: string }, startedAt: string): string {
  const start = Date.parse(startedAt)
  const expires = new Date((Number.isNaN(start) ? 0 : start) + SUPPRESSION_DAYS * 86_400_000)
  return [
    `  - fingerprint: ${JSON.stringify(finding.fingerprint)}`,
    '    reason: "why this may stay"',
    '    owner: "who answers for it"',
    `    expires: ${expires.toISOString().slice(0, 10)}`,
    '',
  ].join('\n')
}

const NOT_WRITTEN = 'findings.csv was not written (`formats: csv` writes it)'

/** Where findings are that a file omits: completes a sentence such as "10 more findings are". */
export function whereOmitted(report: Report): string {
  return hasFindingsFile(report) ? 'in findings.csv' : `in no file: ${NOT_WRITTEN}`
}

/** Follows a colon. */
export function adviceForMissing(report: Report): string {
  return hasFindingsFile(report) ? 'look it up in findings.csv' : NOT_WRITTEN
}

export function hasFindingsFile({ evidence }: Report): boolean {
  return evidence.findingsFile !== null
}
