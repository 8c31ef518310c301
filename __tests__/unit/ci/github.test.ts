import { describe, expect, it } from '@jest/globals'
import { githubHost } from '../../../src/ci/github.ts'
import { systemCode } from '../../../src/errors.ts'
import type { Host, LogLevel } from '../../../src/host.ts'
import { runScript } from './child.ts'
import { talkWith } from './talk-with.ts'

type Variables = Readonly<Record<string, string>>

/** What `question` finds of a host with these variables. */
async function ask(question: (host: Host) => unknown, env: Variables): Promise<unknown> {
  let answer: unknown
  await talkWith({ hostOf: githubHost, env }, (host) => {
    answer = question(host)
  })
  return answer
}

async function commands(talk: (host: Host) => unknown, env: Variables = {}): Promise<string[]> {
  const { stdout } = await talkWith({ hostOf: githubHost, env }, talk)
  return stdout.split('\n').slice(0, -1)
}

describe('inputs', () => {
  const env = {
    'INPUT_BITBUCKET-URL': ' https://host ',
    INPUT_TOKEN: '',
    INPUT_TOKN: 'x',
    SOTERI_GATE_MODE: 'warn',
  }

  it('come from INPUT_ variables; an empty one is none', async () => {
    const given = (host: Host) => [host.givenInputs(), host.input('bitbucket-url'), host.input('token')]
    expect(await ask(given, env)).toEqual([['bitbucket-url', 'tokn'], ' https://host ', undefined])
  })

  it.each<[Variables, string | undefined]>([
    [{ INPUT_MODE: 'enforce', INPUT_mode: 'report' }, 'enforce'],
    [{ INPUT_mode: 'report', INPUT_MODE: 'enforce' }, 'enforce'],
    [{ INPUT_MODE: '', INPUT_Mode: 'report' }, undefined],
    [{ INPUT_mode: 'report' }, undefined],
    [{ input_mode: 'report', INPUT_MODE: 'warn' }, 'warn'],
  ])('come from names in upper case alone: %j', async (given, mode) => {
    expect(await ask((host) => host.input('mode'), given)).toBe(mode)
  })

  it('the environment is handed through', async () => {
    const read = (host: Host) => [
      host.environmentNames().filter((name) => name.startsWith('SOTERI')),
      host.environment('SOTERI_GATE_MODE'),
      host.environment('NOPE'),
    ]
    expect(await ask(read, env)).toEqual([['SOTERI_GATE_MODE'], 'warn', undefined])
  })
})

describe('the log', () => {
  it('speaks in workflow commands and makes lines harmless', async () => {
    const lines = await commands(({ log }) => {
      log.error('bad\n::error::worse')
      log.warn('hm 100%')
      log.info('::set-output name=x::y')
      log.debug('not shown')
    })
    expect(lines).toEqual([
      '::error::bad\\n::error::worse',
      '::warning::hm 100%25',
      '\\::set-output name=x::y',
    ])
  })

  it('follows the log level', async () => {
    const at = (level: LogLevel, env: Variables = {}): Promise<string[]> =>
      commands(({ setLogLevel, log }) => {
        setLogLevel(level)
        log.error('e')
        log.warn('w')
        log.info('i')
        log.debug('d')
      }, env)
    expect(await at('error')).toEqual(['::error::e'])
    expect(await at('warn')).toEqual(['::error::e', '::warning::w'])
    expect(await at('debug')).toEqual(['::error::e', '::warning::w', 'i', 'd'])
    expect(await at('info', { RUNNER_DEBUG: '1' })).toEqual(['::error::e', '::warning::w', 'i', '::debug::d'])
  })

  it('folds groups', async () => {
    const lines = await commands(({ log }) => log.group('Export', async () => log.info('inside')))
    expect(lines).toEqual(['::group::Export', 'inside', '::endgroup::'])
  })

  it('masks each line of a secret', async () => {
    const lines = await commands(({ mask }) => {
      mask('first\nsecond\n}')
      mask(' ')
    })
    expect(lines).toEqual(['::add-mask::first', '::add-mask::second'])
  })

  it('annotates with title and place', async () => {
    const lines = await commands(({ annotate }) => {
      annotate({ level: 'error', title: 'RULE', message: 'm\nn', path: 'a,b.ts', line: 3 })
      annotate({ level: 'notice', title: 't', message: 'm' })
    })
    expect(lines).toEqual(['::error title=RULE,file=a%2Cb.ts,line=3::m\\nn', '::notice title=t::m'])
  })
})

describe('outputs and summary', () => {
  it('go to the files of the runner', async () => {
    const { files, stdout } = await talkWith(
      { hostOf: githubHost, env: {}, files: ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'] },
      ({ setOutputs, writeSummary }) => {
        setOutputs({ verdict: 'pass', 'exit-code': '0' })
        setOutputs({ verdict: 'fail\nx' })
        writeSummary?.('# one\n')
        writeSummary?.('# two\n')
      },
    )
    expect(files.GITHUB_OUTPUT).toMatch(/^verdict<<(\S+)\nfail\nx\n\1\n$/)
    expect(files.GITHUB_STEP_SUMMARY).toBe('# one\n# two\n')
    expect(stdout).toBe('')
  })

  it('that cannot be written are reported', async () => {
    const attempt = ({ setOutputs }: Host): unknown => {
      try {
        return setOutputs({ verdict: 'pass' })
      } catch (caught) {
        return systemCode(caught)
      }
    }
    expect(await ask(attempt, { GITHUB_OUTPUT: '/dev/full' })).toBe('ENOSPC')
    expect(await ask(attempt, { GITHUB_OUTPUT: '/nowhere/at/all' })).toBe('ENOENT')
  })

  it('there is no summary where the runner offers none', async () => {
    expect(await ask(({ writeSummary }) => writeSummary, {})).toBeNull()
  })
})

describe('the place', () => {
  const run = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }

  it('names folders and the address of the run', async () => {
    const env = { ...run, RUNNER_TEMP: '/temp', GITHUB_WORKSPACE: '/work space' }
    const where = (host: Host) => [host.temporaryFolder, host.workingFolder, host.runUrl]
    expect(await ask(where, env)).toEqual(['/temp', '/work space', 'https://github.com/a/b/actions/runs/7'])
    expect(await ask(({ runUrl, progress }) => [runUrl, progress], {})).toEqual([null, null])
  })

  const service = { ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'http://127.0.0.1' }
  it.each<[string, Variables, boolean]>([
    ['the service is offered', { ...run, ...service }, true],
    ['no server is named', service, true],
    ['on ghe.com', { ...service, GITHUB_SERVER_URL: 'https://corp.ghe.com' }, true],
    ['no token', { ...run, ACTIONS_RESULTS_URL: 'http://127.0.0.1' }, false],
    ['no address', { ...run, ACTIONS_RUNTIME_TOKEN: 'x' }, false],
    ['GitHub Enterprise Server', { ...service, GITHUB_SERVER_URL: 'https://github.corp' }, false],
  ])('has an artifact store: %s', async (_, env, offered) => {
    expect(await ask(({ artifacts }) => artifacts !== null, env)).toBe(offered)
  })

  it('loads the artifact client only for an upload', () => {
    const watch = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) })
      const { githubHost } = await import('./src/ci/github.ts')
      const host = githubHost(process)
      const before = loaded.includes('@actions/artifact')
      await host.artifacts.upload({ name: 'a', root: '.', files: [], retentionDays: null }).catch(() => undefined)
      console.log(before, loaded.includes('@actions/artifact'))
    `
    expect(runScript(watch, { ...run, ...service }).stdout).toMatch(/^false true$/m)
  })
})
