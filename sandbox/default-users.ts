/** The accounts of a sandbox that was given none. */
import { randomBytes } from 'node:crypto'
import type { SandboxUser } from './options.ts'

/** One administrator with credentials made up for this run; they open nothing but this sandbox. */
export function defaultUsers(): SandboxUser[] {
  return [
    {
      name: 'admin',
      password: randomBytes(12).toString('base64url'),
      token: madeUpToken(),
      rights: { admin: true },
    },
  ]
}

/** An administrator with a password, and a CI account whose token administers these projects. */
export function ciUsers(projects: readonly string[]): readonly SandboxUser[] {
  return [
    { name: 'admin', password: madeUpToken(), rights: { admin: true } },
    { name: 'ci', token: madeUpToken(), rights: { projectAdmin: projects } },
  ]
}

/** A token in the shape of a Bitbucket HTTP access token. */
export function madeUpToken(): string {
  return `${['BB', 'DC'].join('')}-${randomBytes(33).toString('base64').replace(/[+/]/g, '0')}`
}
