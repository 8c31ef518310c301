/** Three small git repositories with a believable story: two with credentials in them, one clean. */
import { join } from 'node:path'
import { type WrittenCommit, writeRepository } from './git-writer.ts'
import type { SandboxRepository } from './options.ts'
import * as planted from './planted-credentials.ts'

const DAY = 24 * 60 * 60 * 1000
const start = Date.UTC(2025, 2, 3, 9)

/** The repository that every gate should let pass. */
export const cleanRepository = { project: 'LIB', slug: 'string-tools' } as const

/** The repository with the most findings. */
export const guiltyRepository = { project: 'SHOP', slug: 'payments' } as const

/**
 * Builds the demo repositories below `folder` and returns them as a sandbox takes them. Authors, dates and
 * contents are fixed, so the commit ids are the same on every machine.
 */
export async function buildDemoRepositories(folder: string): Promise<readonly SandboxRepository[]> {
  const described = [
    { ...guiltyRepository, commits: payments() },
    { project: 'SHOP', slug: 'storefront', commits: storefront() },
    { ...cleanRepository, commits: stringTools() },
  ]
  return writeRepositories(folder, described)
}

/** Writes repositories below `folder`, and returns them as a sandbox takes them. */
export function writeRepositories(
  folder: string,
  described: readonly {
    readonly project: string
    readonly slug: string
    readonly commits: WrittenCommit[]
  }[],
): Promise<readonly SandboxRepository[]> {
  return Promise.all(
    described.map(async ({ project, slug, commits }) => ({
      project,
      slug,
      path: await writeRepository(join(folder, project, `${slug}.git`), commits),
    })),
  )
}

function payments(): WrittenCommit[] {
  const settings = [
    'payment.gateway=https://pay.example.invalid/v2',
    'payment.timeout=30s',
    `payment.password=${planted.password('payments')}`,
    '',
  ].join('\n')
  const deploy = [
    '#!/bin/sh',
    `export AWS_ACCESS_KEY_ID=${planted.awsClientId('payments')}`,
    `export AWS_SECRET_ACCESS_KEY=${planted.awsSecretKey('payments')}`,
    'aws s3 sync build/ s3://payments-artifacts/',
    '',
  ].join('\n')
  return [
    commit(0, 'Ada Larsen', 'main', 'Start the payment service', {
      'README.md': '# Payments\n\nTakes money, gives receipts.\n',
      'src/Receipt.java': 'record Receipt(String number, long cents) {}\n',
      'config/application.properties': settings,
    }),
    commit(4, 'Bela Novak', 'main', 'Deploy from the build server', {
      'scripts/deploy.sh': deploy,
      '.gitignore': 'build/\n',
    }),
    commit(9, 'Ada Larsen', 'main', 'Sign webhooks', {
      'keys/webhook-signing.pem': planted.privateKey('RSA', 'payments'),
      'src/Webhook.java': 'interface Webhook { void call(Receipt receipt); }\n',
    }),
    branched(12, 'Bela Novak', 'release/1.4', 'Fix rounding for release 1.4', {
      'src/Receipt.java': 'record Receipt(String number, java.math.BigDecimal amount) {}\n',
    }),
    branched(15, 'Chidi Okafor', 'feature/währung&kurse#42', 'Ask the bot for exchange rates', {
      'src/Rates.java': `class Rates {\n  private static final String BOT = "${planted.slackToken('rates')}";\n}\n`,
    }),
    commit(20, 'Ada Larsen', 'main', 'Take the deployment keys out again', {
      'scripts/deploy.sh': '#!/bin/sh\naws s3 sync build/ s3://payments-artifacts/\n',
    }),
  ]
}

function storefront(): WrittenCommit[] {
  return [
    commit(1, 'Dana Weiss', 'main', 'Start the storefront', {
      'package.json': '{ "name": "storefront", "private": true }\n',
      'src/cart.js': 'export const total = (lines) => lines.reduce((sum, line) => sum + line.cents, 0)\n',
      'public/logo.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    }),
    commit(6, 'Dana Weiss', 'main', 'Read issues from the tracker', {
      'tools/changelog.js': `const token = '${planted.githubToken('storefront')}'\nexport const headers = { authorization: token }\n`,
    }),
    branched(8, 'Chidi Okafor', 'develop', 'Preview environments', {
      'preview/clone.sh': `#!/bin/sh\ngit clone https://bitbucket.example.invalid/scm/shop/storefront.git --config token=${planted.bitbucketToken('storefront')}\n`,
      'preview/id_ed25519': planted.privateKey('OPENSSH', 'storefront'),
    }),
  ]
}

function stringTools(): WrittenCommit[] {
  return [
    commit(2, 'Emil Park', 'main', 'Start the string tools', {
      'README.md': '# String tools\n\nSmall, tested, dull.\n',
      'src/words.ts':
        "export const words = (text: string): string[] => text.split(/\\s+/).filter((w) => w !== '')\n",
    }),
    branched(7, 'Emil Park', 'develop', 'Title case', {
      'src/title.ts':
        'export const title = (text: string): string => text.replace(/\\b\\w/g, (c) => c.toUpperCase())\n',
    }),
  ]
}

/** A commit so many days after the start of the demo. */
export function commit(
  day: number,
  author: string,
  branch: string,
  message: string,
  files: WrittenCommit['files'],
): WrittenCommit {
  return { branch, message, author, at: start + day * DAY, files }
}

/** The first commit of a branch that starts from main. */
export function branched(...described: Parameters<typeof commit>): WrittenCommit {
  return { ...commit(...described), from: 'main' }
}
