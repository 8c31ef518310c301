/** A git repository with a fork and pull requests that claim every end a gate of a change can come to. */
import { branched, commit, writeRepositories } from './demo-repositories.ts'
import type { WrittenCommit } from './git-writer.ts'
import type { SandboxPullRequest, SandboxRepository } from './options.ts'
import * as planted from './planted-credentials.ts'

/** The repository that the pull requests are of. */
export const changedRepository = { project: 'PAY', slug: 'checkout' } as const

/** Where a developer without write access works. */
export const forkedRepository = { project: '~ada', slug: 'checkout' } as const

/** The pull request that adds one secret to a branch with three old ones. */
export const guiltyPullRequest = 42

/** Pull requests of the demo; each title says what it brings. */
export const demoPullRequests: readonly SandboxPullRequest[] = [
  change(guiltyPullRequest, 'feature/refunds', 'Refund orders (adds one secret)'),
  change(43, 'feature/receipts', 'Print receipts (adds nothing; main has mended a finding since)'),
  { ...change(44, 'quick-pay', 'Pay with one click (adds one secret, in a fork)'), fork: forkedRepository },
  {
    ...change(45, 'feature/refunds', 'Refund orders (to develop, which has that secret)', 'develop'),
    draft: true,
  },
  change(46, 'refs/tags/1.0', 'Release 1.0 (from a tag)', 'release/1.x'),
  { ...change(40, 'feature/vouchers', 'Vouchers'), state: 'DECLINED' },
  { ...change(41, 'feature/tax', 'Taxes'), state: 'MERGED' },
]

function change(id: number, fromBranch: string, title: string, toBranch = 'main'): SandboxPullRequest {
  return { ...changedRepository, id, title, fromBranch, toBranch }
}

/** Builds both repositories below `folder`; the commit ids are the same on every machine. */
export async function buildChangedRepositories(folder: string): Promise<readonly SandboxRepository[]> {
  const written = [
    { ...changedRepository, commits: [...shared(), ...afterTheFork()] },
    { ...forkedRepository, commits: [...shared(), quickPay()] },
  ]
  return writeRepositories(folder, written)
}

const settings = [
  'checkout.currency=EUR',
  `checkout.password=${planted.password('checkout')}`,
  'checkout.timeout=20s',
  '',
].join('\n')

/** History that repository and fork have in common: four findings on main. */
function shared(): WrittenCommit[] {
  return [
    commit(0, 'Ada Larsen', 'main', 'Start the checkout', {
      'README.md': '# Checkout\n\nFrom a cart to an order.\n',
      'src/order.ts': 'export type Order = { readonly lines: readonly string[] }\n',
      'config/application.properties': settings,
      '.bitbucket/CODEOWNERS':
        '# Who reviews what\n** @ada\nsrc/** bela@example.invalid\nkeys/** @chidi @ada\n',
    }),
    commit(3, 'Bela Novak', 'main', 'Sign orders', {
      'keys/orders.pem': planted.privateKey('RSA', 'checkout'),
      'tools/release.sh': `#!/bin/sh\ncurl -H "Authorization: token ${planted.githubToken('checkout')}" https://git.example.invalid\n`,
      'tools/old-report.sh': `#!/bin/sh\nexport BOT=${planted.slackToken('old report')}\n`,
    }),
  ]
}

function afterTheFork(): WrittenCommit[] {
  return [
    branched(5, 'Chidi Okafor', 'feature/receipts', 'Print receipts', {
      'src/receipt.ts': 'export const receipt = (lines: string[]): string => lines.join("\\n")\n',
    }),
    { ...branched(6, 'Bela Novak', 'release/1.x', 'Release 1.0', { VERSION: '1.0\n' }), tag: '1.0' },
    commit(8, 'Ada Larsen', 'main', 'Remove the old report', { 'tools/old-report.sh': null }),
    branched(9, 'Dana Weiss', 'feature/tax', 'Compute taxes', { 'src/tax.ts': taxes }),
    {
      ...commit(10, 'Ada Larsen', 'main', 'Merge pull request #41', { 'src/tax.ts': taxes }),
      merge: 'feature/tax',
    },
    branched(11, 'Dana Weiss', 'feature/vouchers', 'Accept vouchers', {
      'src/voucher.ts': 'export const isVoucher = (code: string): boolean => code.startsWith("V-")\n',
    }),
    branched(12, 'Chidi Okafor', 'feature/refunds', 'Refund orders', { 'src/refund.ts': refund }),
    branched(13, 'Ada Larsen', 'develop', 'Try refunds', { 'src/refund.ts': refund }),
  ]
}

const taxes = 'export const tax = (cents: number): number => Math.round(cents * 0.2)\n'
const refund = `const token = "${planted.slackToken('refunds')}"\nexport const refund = (order: string): string => token + order\n`

function quickPay(): WrittenCommit {
  return branched(7, 'Ada Larsen', 'quick-pay', 'Pay with one click', {
    'src/quick-pay.ts': `export const key = '${planted.awsClientId('quick pay')}'\n`,
  })
}
