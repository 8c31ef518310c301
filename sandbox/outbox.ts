/** E-mails that the server would send, written as files so that a person or a test can read them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { badRequest } from './reply.ts'

/** Where mails go. */
export type Outbox = {
  readonly folder: string
  /** Writes one file for one address; `at` in milliseconds since the epoch. */
  send(mail: { to: string; subject: string; text: string; at: number }): void
}

/** An outbox in this folder, which is made when it is missing. */
export function createOutbox(folder: string): Outbox {
  mkdirSync(folder, { recursive: true })
  let count = 0
  return {
    folder,
    send({ to, subject, text, at }) {
      count += 1
      const lines = [
        'From: Security for Bitbucket <soteri@sandbox.invalid>',
        `To: ${to}`,
        `Subject: ${subject}`,
        `Date: ${new Date(at).toUTCString()}`,
        `Message-ID: <${count}@sandbox.invalid>`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=UTF-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        text,
        '',
      ]
      const name = `${String(count).padStart(4, '0')}-${to.replace(/[^a-z0-9.@-]/gi, '_').slice(0, 80)}.eml`
      writeFileSync(join(folder, name), lines.join('\r\n'))
    },
  }
}

/** The `email` parameters of a trigger. Throws 400 for what is no address: it would become a mail header. */
export function emailsOf(query: URLSearchParams): string[] {
  const emails = query.getAll('email')
  for (const email of emails) {
    if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email)) throw badRequest('"email" must be an e-mail address.')
  }
  return [...new Set(emails)]
}
