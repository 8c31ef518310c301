/**
 * What the reports say about rules: two sentences each, for the developer who meets the finding. Rule names are
 * Soteri's (upper case) or an administrator's own, so kinds are told by parts of the name. Pure; runs in Node and
 * in the page of `report.html`.
 */
import { UNREADABLE_ROW } from '../findings/finding.ts'

/** What a rule finds, and what has to be done. */
export type RuleAdvice = {
  /** What such a secret is and opens, one sentence. */
  readonly what: string
  /** Who must rotate or repair it, and how, one sentence. */
  readonly rotate: string
}

type Kind = RuleAdvice & { readonly name: RegExp }

/** The first that matches the rule name (in upper case, `-`, `.` and blanks as `_`) speaks. */
const kinds: readonly Kind[] = [
  {
    name: new RegExp(`^${UNREADABLE_ROW}$`),
    what: 'A row of the export could not be read, so what it reports is unknown and counts as a finding.',
    rotate:
      'Whoever runs the gate exports again, and asks the Bitbucket administrator if the row stays broken.',
  },
  {
    name: /TROJAN|BIDI|HOMOGLYPH/,
    what: 'Invisible Unicode characters make the code read differently from how it runs (a “Trojan Source” attack).',
    rotate:
      'Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.',
  },
  {
    name: /AWS_?MWS|AMAZON_?MWS/,
    what: 'A key of Amazon Marketplace Web Service, which reads and changes a seller’s orders and stock.',
    rotate:
      'The owner of the seller account revokes the developer’s access in Seller Central and authorises anew.',
  },
  {
    name: /AWS.*(CLIENT|ACCESS_KEY)_?ID|AWS_?(ACCESS_?)?KEY_?ID/,
    what: 'The id of an AWS access key, half of a pair: it names an account and often stands next to its secret.',
    rotate: 'The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.',
  },
  {
    name: /AWS|AMAZON/,
    what: 'A credential of Amazon Web Services, which acts with all rights of the user or role behind it.',
    rotate:
      'The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.',
  },
  {
    name: /GOOGLE|GCP|FIREBASE|GCLOUD/,
    what: 'A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.',
    rotate:
      'The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.',
  },
  {
    name: /AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT/,
    what: 'A credential of Microsoft Azure: a storage key, connection string or client secret.',
    rotate:
      'The owner of the Azure subscription regenerates the key or client secret and checks the activity log.',
  },
  {
    name: /(RSA|SSH|DSA|EC|PGP|GPG|PRIVATE|OPENSSH|PKCS|PUTTY)_?.*KEY|PRIVATE_?KEY|KEYSTORE/,
    what: 'A private key, which proves an identity: whoever has it can sign in, sign or decrypt as its owner.',
    rotate:
      'The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.',
  },
  {
    name: /GITHUB|GITLAB|BITBUCKET|BBDC|GIT_?TOKEN/,
    what: 'A token of a Git server, which reads and often writes every repository that its owner can reach.',
    rotate:
      'The user who made the token revokes it in the settings of the account and checks the audit log of the server.',
  },
  {
    name: /ATLASSIAN|JIRA|CONFLUENCE/,
    what: 'A credential of an Atlassian product, which acts as the user who made it.',
    rotate: 'The user who made it revokes it in the account’s security settings and makes a new one.',
  },
  {
    name: /SLACK|DISCORD|TELEGRAM|TEAMS|WEBHOOK/,
    what: 'A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.',
    rotate:
      'The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.',
  },
  {
    name: /STRIPE|PAYPAL|SQUARE|BRAINTREE|ADYEN/,
    what: 'A key of a payment provider, which can read customers’ data and move money.',
    rotate:
      'The owner of the merchant account rolls the key in the provider’s dashboard at once and reviews its recent use.',
  },
  {
    name: /TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SMTP|NEXMO/,
    what: 'A credential of a mail or message service, which sends in the company’s name.',
    rotate:
      'The owner of the service account revokes the key in its console, makes a new one and checks what was sent.',
  },
  {
    name: /NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER/,
    what: 'A credential of a package or image registry, with which foreign code can be published under your name.',
    rotate:
      'The owner of the registry account revokes the token and checks recent releases for ones nobody made.',
  },
  {
    name: /JDBC|DATABASE|POSTGRES|MYSQL|MONGO|REDIS|ORACLE|SQL|CONNECTION_?STRING/,
    what: 'Credentials of a database, often with its address.',
    rotate: 'The administrator of the database changes the password of this user and checks its logins.',
  },
  {
    name: /JWT|BEARER|OAUTH|CLIENT_?SECRET|REFRESH_?TOKEN/,
    what: 'A token or client secret with which a program signs in for a user or a service.',
    rotate:
      'The owner of the application ends its sessions and makes a new client secret at the identity provider.',
  },
  {
    name: /URL|BASIC_?AUTH|URI/,
    what: 'User name and password inside an address, which also ends up in logs and histories.',
    rotate: 'The owner of the account changes its password and passes the new one outside the address.',
  },
  {
    name: /PASSWORD|PASSWD|PWD|PASSPHRASE|CREDENTIAL/,
    what: 'A password in clear text.',
    rotate:
      'The owner of the account changes the password everywhere it is used and reads it from a secret store instead.',
  },
  {
    name: /TOKEN|API_?KEY|SECRET|KEY/,
    what: 'A token or key of a service, which usually acts with all rights of its owner.',
    rotate:
      'The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.',
  },
]

const unknownKind: RuleAdvice = {
  what: 'Something that this rule, set by an administrator or the repository, takes for a secret.',
  rotate:
    'The last author of the line finds out what it opens; whoever owns that revokes it, makes a new one and keeps it in a secret store.',
}

/** Said wherever there is room: deleting the line is the mistake that everyone makes first. */
export const historyAdvice =
  'Deleting the line is not enough: the secret stays in the Git history, so treat it as known to others and rotate it first.'

/** What a secret found by `rule` is and who must rotate it. */
export function ruleAdvice(rule: string): RuleAdvice {
  const name = rule.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  const { what, rotate } = kinds.find((kind) => kind.name.test(name)) ?? unknownKind
  return { what, rotate }
}

/** How long a pasted suppression holds, in days: long enough to rotate, short enough to be looked at again. */
const SUPPRESSION_DAYS = 90

/**
 * The lines to paste into the policy file that accept one finding, wherever it shows up, for 90 days from
 * `startedAt` (ISO 8601, of the run). `owner` and `reason` are for the reader to fill in.
 */
export function suppressionSnippet(finding: { readonly fingerprint: string }, startedAt: string): string {
  return [
    'suppressions:',
    `  - fingerprint: ${JSON.stringify(finding.fingerprint)}`,
    '    reason: "why this may stay"',
    '    owner: "who answers for it"',
    `    expires: ${expiryAfter(startedAt)}`,
    '',
  ].join('\n')
}

function expiryAfter(startedAt: string): string {
  const start = Date.parse(startedAt)
  const expires = new Date((Number.isNaN(start) ? 0 : start) + SUPPRESSION_DAYS * 86_400_000)
  return expires.toISOString().slice(0, 10)
}
