/** Paths that a policy file gives: a pull request can change them, so they stay inside of the checkout. */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../report/not-written.ts'

/**
 * What is wrong with a path that a policy file gives, as the end of a sentence; `null` when it is relative, below
 * the workspace, outside of `.git`, and passes no symbolic link.
 */
export async function pathProblem(path: string, workspace: string): Promise<string | null> {
  const segments = path.split(/[/\\]/)
  if (/^([/\\]|[a-z]:)/i.test(path)) return 'must be relative, below the workspace'
  if (segments.includes('..')) return 'must be below the workspace, without ".."'
  if (segments.some((segment) => segment.toLowerCase() === '.git')) {
    return 'must be below the workspace, outside of .git'
  }
  let passed = workspace
  for (const segment of segments) {
    passed = join(passed, segment)
    const found = await kindOf(passed)
    if (found === 'missing') return null
    if (found !== 'plain') return `must be below the workspace, and passes ${found}`
  }
  return null
}

async function kindOf(
  path: string,
): Promise<'plain' | 'missing' | 'a symbolic link' | 'an unreadable folder'> {
  try {
    return (await lstat(path)).isSymbolicLink() ? 'a symbolic link' : 'plain'
  } catch (caught) {
    const code = systemCode(caught)
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'an unreadable folder'
  }
}
