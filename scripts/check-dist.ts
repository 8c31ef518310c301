/**
 * Holds the committed `dist/` to the source: rebuilds it from an empty folder and asks git whether anything
 * differs. `git status` is asked and not `git diff`, which would miss a chunk that is new.
 */
import { spawnSync } from 'node:child_process'

const build = spawnSync(process.execPath, ['scripts/build.ts'], { stdio: ['ignore', 'inherit', 'inherit'] })
if (build.status !== 0) {
  console.error('check of dist: the build failed, so nothing could be compared')
  process.exit(1)
}
const status = spawnSync('git', ['status', '--porcelain', '--untracked-files=all', '--', 'dist'], {
  encoding: 'utf8',
})
if (status.status !== 0) {
  console.error(`check of dist: git could not be asked: ${status.stderr.trim()}`)
  process.exit(1)
}
if (status.stdout.trim() !== '') {
  console.error('check of dist: the committed files are not what the source builds. These differ:')
  console.error(status.stdout.trimEnd())
  console.error('Run "npm run build" and commit dist/ together with the change of the source.')
  process.exit(1)
}
console.log('check of dist: the committed files are what the source builds')
