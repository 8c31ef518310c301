/** What is said about rules, and the suppression to paste. */
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import {
  adviceForMissing,
  historyAdvice,
  ruleAdvice,
  suppressionSnippet,
  whereOmitted,
} from '../../../src/report/advice.ts'
import { sampleReport, withoutFindingsFile } from './sample-report.ts'

describe('advice on a rule', () => {
  const kinds = {
    aws: /Amazon Web Services/,
    awsId: /id of an AWS access key/,
    mws: /Marketplace/,
    google: /Google/,
    azure: /Azure/,
    git: /Git server/,
    atlassian: /Atlassian/,
    chat: /chat service/,
    payment: /payment provider/,
    mail: /mail or message/,
    registry: /package or image registry/,
    publicKey: /public key, which is no secret/,
    privateKey: /^A private key/,
    database: /^Credentials of a database/,
    session: /signs in for a user/,
    address: /inside an address/,
    password: /^A password in clear/,
    key: /token or key of a service/,
    unicode: /Invisible Unicode/,
    unreadable: /could not be read/,
    unknown: /set by an administrator/,
  }

  // Of Soteri and its documentation, of gitleaks, detect-secrets and secretlint.
  it.each<[rule: string, kind: keyof typeof kinds]>([
    ['AWS_CLIENT_ID', 'awsId'],
    ['AWS_ACCOUNT_ID', 'awsId'],
    ['AWS_ACCESS_KEY_ID', 'awsId'],
    ['AWS_SECRET_ACCESS_KEY', 'aws'],
    ['AWS_SECRET_KEY', 'aws'],
    ['aws-access-token', 'aws'],
    ['AWS Access Key', 'aws'],
    ['aws-amazon-bedrock-api-key-long-lived', 'aws'],
    ['AWS_MWS_KEY', 'mws'],
    ['amazon-mws-auth-token', 'mws'],
    ['GOOGLE_API_KEY', 'google'],
    ['google-api key', 'google'],
    ['gcp-api-key', 'google'],
    ['GCP_PRIVATE_KEY', 'google'],
    ['FIREBASE_CLOUD_MESSAGING_KEY', 'google'],
    ['azure-ad-client-secret', 'azure'],
    ['Azure Storage Account access key', 'azure'],
    ['AZURE_SHARED_ACCESS_SIGNATURE', 'azure'],
    ['GITHUB_TOKEN', 'git'],
    ['github-pat', 'git'],
    ['github-fine-grained-pat', 'git'],
    ['gitlab-runner-authentication-token', 'git'],
    ['BITBUCKET_ACCESS_TOKEN', 'git'],
    ['bitbucket-client-secret', 'git'],
    ['atlassian-api-token', 'atlassian'],
    ['JIRA_PASSWORD', 'atlassian'],
    ['SLACK_WEBHOOK', 'chat'],
    ['slack-webhook-url', 'chat'],
    ['slack-legacy-workspace-token', 'chat'],
    ['discord-client-secret', 'chat'],
    ['telegram-bot-api-token', 'chat'],
    ['microsoft-teams-webhook', 'chat'],
    ['STRIPE_SECRET_KEY', 'payment'],
    ['stripe-access-token', 'payment'],
    ['Square OAuth Secret', 'payment'],
    ['plaid-secret-key', 'payment'],
    ['TWILIO_API_KEY', 'mail'],
    ['sendgrid-api-token', 'mail'],
    ['mailgun-private-api-token', 'mail'],
    ['Mailchimp Access Key', 'mail'],
    ['NPM_TOKEN', 'registry'],
    ['npm-access-token', 'registry'],
    ['pypi-upload-token', 'registry'],
    ['MAVEN_CENTRAL_TOKEN', 'registry'],
    ['artifactory-api-key', 'registry'],
    ['DOCKER_PASSWORD', 'registry'],
    ['SSH_PUBLIC_KEY', 'publicKey'],
    ['PGP_PUBLIC_KEY', 'publicKey'],
    ['RSA_PRIVATE_KEY', 'privateKey'],
    ['SSH_PRIVATE_KEY', 'privateKey'],
    ['EC_PRIVATE_KEY', 'privateKey'],
    ['private-key', 'privateKey'],
    ['Private Key', 'privateKey'],
    ['PrivateKeyDetector', 'privateKey'],
    ['pkcs12-file', 'privateKey'],
    ['DATABASE_PASSWORD', 'database'],
    ['MongoDBConnection', 'database'],
    ['JDBC_CONNECTION_STRING', 'database'],
    ['POSTGRES_URL', 'database'],
    ['JWT', 'session'],
    ['JSON Web Token', 'session'],
    ['jwt-base64', 'session'],
    ['facebook-client-secret', 'session'],
    ['OAUTH_TOKEN', 'session'],
    ['URL_PASSWORD', 'address'],
    ['Basic Auth Credentials', 'address'],
    ['BasicAuthDetector', 'address'],
    ['GENERIC_PASSWORD', 'password'],
    ['hashicorp-tf-password', 'password'],
    ['GENERIC_CREDENTIALS', 'password'],
    ['DJANGO_SECRET_KEY', 'key'],
    ['UNIVERSAL_API_KEY', 'key'],
    ['SECURITY_TOKEN', 'key'],
    ['generic-api-key', 'key'],
    ['Secret Keyword', 'key'],
    ['Base64 High Entropy String', 'key'],
    ['IBM Cloud IAM Key', 'key'],
    ['shopify-shared-secret', 'key'],
    ['vault-service-token', 'key'],
    ['heroku-api-key', 'key'],
    ['TROJAN_SOURCE', 'unicode'],
    ['trojan-source-bidi', 'unicode'],
    ['UNREADABLE_ROW', 'unreadable'],
    ['OUR_OWN_THING', 'unknown'],
    ['CURLS', 'unknown'],
    ['MONKEY', 'unknown'],
    ['', 'unknown'],
  ])('of the name %j', (rule, kind) => {
    const { what } = ruleAdvice(rule)
    const found = Object.entries(kinds).flatMap(([name, sentence]) => (sentence.test(what) ? [name] : []))
    expect(found).toEqual([kind])
  })

  it('is two sentences that never quote the name', () => {
    for (const rule of ['AWS_CLIENT_ID', '<b>TOKEN</b>', 'x']) {
      const { what, rotate } = ruleAdvice(rule)
      for (const sentence of [what, rotate, historyAdvice]) expect(sentence).toMatch(/^[A-Z][^<>]*\.$/)
      expect(what + rotate).not.toContain(rule === 'x' ? '<' : rule)
    }
  })
})

describe('the suppression to paste', () => {
  it('is YAML of the policy file, for 90 days from the run', () => {
    const text = suppressionSnippet(
      { fingerprint: '0123456789abcdef0123456789abcdef' },
      '2026-11-20T08:00:00Z',
    )
    const { suppressions } = parse(`suppressions:\n${text}`, { schema: 'failsafe' }) as {
      suppressions: Record<string, string>[]
    }
    expect(suppressions).toEqual([
      {
        fingerprint: '0123456789abcdef0123456789abcdef',
        reason: expect.any(String),
        owner: expect.any(String),
        expires: '2027-02-18',
      },
    ])
  })

  it('keeps a fingerprint text, even one that looks like a number', () => {
    const text = suppressionSnippet({ fingerprint: `${'1'.repeat(30)}e2` }, '2026-11-20T08:00:00Z')
    expect(
      (parse(`suppressions:\n${text}`) as { suppressions: { fingerprint: unknown }[] }).suppressions[0]
        ?.fingerprint,
    ).toBe(`${'1'.repeat(30)}e2`)
  })
})

describe('findings that a file omits', () => {
  it('is in findings.csv where the run leaves one', () => {
    expect(whereOmitted(sampleReport())).toBe('in findings.csv')
    expect(adviceForMissing(sampleReport())).toBe('look it up in findings.csv')
  })

  it('says that findings.csv was not written, and how to get it', () => {
    const report = withoutFindingsFile(sampleReport())
    const notWritten = 'findings.csv was not written (`formats: csv` writes it)'
    expect(whereOmitted(report)).toBe(`in no file: ${notWritten}`)
    expect(adviceForMissing(report)).toBe(notWritten)
  })
})
