import { describe, expect, it } from '@jest/globals'
import { runScript } from './child.ts'

const useHost = "import { githubHost } from './src/ci/github.ts'; const host = githubHost(process);"

/** What the script says about the host, as JSON. */
function ask(expression: string, env: Record<string, string>): unknown {
  const { stdout, stderr } = runScript(`${useHost} console.log(JSON.stringify(${expression}))`, env)
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const commands = (script: string, env: Record<string, string> = {}): string[] =>
  runScript(useHost + script, env)
    .stdout.split('\n')
    .slice(0, -1)

describe('inputs', () => {
  const env = {
    'INPUT_BITBUCKET-URL': ' https://host ',
    INPUT_TOKEN: '',
    INPUT_TOKN: 'x',
    SOTERI_GATE_MODE: 'warn',
  }

  it('come from INPUT_ variables; an empty one is none', () => {
    expect(
      ask("[host.givenInputs(), host.input('bitbucket-url'), host.input('token') ?? null]", env),
    ).toEqual([['bitbucket-url', 'tokn'], ' https://host ', null])
  })

  it.each([
    [{ INPUT_MODE: 'enforce', INPUT_mode: 'report' }, 'enforce'],
    [{ INPUT_mode: 'report', INPUT_MODE: 'enforce' }, 'enforce'],
    [{ INPUT_MODE: '', INPUT_Mode: 'report' }, null],
    [{ INPUT_mode: 'report' }, null],
    [{ input_mode: 'report', INPUT_MODE: 'warn' }, 'warn'],
  ])('come from names in upper case alone: %j', (given, mode) => {
    expect(ask("host.input('mode') ?? null", given)).toBe(mode)
  })

  it('the environment is handed through', () => {
    const names = "host.environmentNames().filter((name) => name.startsWith('SOTERI'))"
    const values = "host.environment('SOTERI_GATE_MODE'), host.environment('NOPE') ?? null"
    expect(ask(`[${names}, ${values}]`, env)).toEqual([['SOTERI_GATE_MODE'], 'warn', null])
  })
})

describe('the log', () => {
  it('speaks in workflow commands and makes lines harmless', () => {
    const script = `
      host.log.error('bad\\n::error::worse');
      host.log.warn('hm 100%');
      host.log.info('::set-output name=x::y');
      host.log.debug('not shown');
    `
    expect(commands(script)).toEqual([
      '::error::bad\\n::error::worse',
      '::warning::hm 100%25',
      '\\::set-output name=x::y',
    ])
  })

  it('follows the log level', () => {
    const lines = "host.log.error('e'); host.log.warn('w'); host.log.info('i'); host.log.debug('d');"
    const at = (level: string, env = {}) => commands(`host.setLogLevel('${level}'); ${lines}`, env)
    expect(at('error')).toEqual(['::error::e'])
    expect(at('warn')).toEqual(['::error::e', '::warning::w'])
    expect(at('debug')).toEqual(['::error::e', '::warning::w', 'i', 'd'])
    expect(at('info', { RUNNER_DEBUG: '1' })).toEqual(['::error::e', '::warning::w', 'i', '::debug::d'])
  })

  it('folds groups', () => {
    const script = "await host.log.group('Export', async () => host.log.info('inside'));"
    expect(commands(script)).toEqual(['::group::Export', 'inside', '::endgroup::'])
  })

  it('masks each line of a secret', () => {
    expect(commands("host.mask('one\\ntwo'); host.mask(' ');")).toEqual([
      '::add-mask::one',
      '::add-mask::two',
    ])
  })

  it('annotates with title and place', () => {
    const script = `
      host.annotate({ level: 'error', title: 'RULE', message: 'm\\nn', path: 'a,b.ts', line: 3 });
      host.annotate({ level: 'notice', title: 't', message: 'm' });
    `
    expect(commands(script)).toEqual([
      '::error title=RULE,file=a%2Cb.ts,line=3::m\\nn',
      '::notice title=t::m',
    ])
  })
})

describe('outputs and summary', () => {
  it('go to the files of the runner', () => {
    const script = `${useHost}
      host.setOutputs({ verdict: 'pass', 'exit-code': '0' }); host.setOutputs({ verdict: 'fail\\nx' });
      host.writeSummary('# one\\n'); host.writeSummary('# two\\n');`
    const { files, stdout } = runScript(script, {}, ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])
    expect(files.GITHUB_OUTPUT).toMatch(/^verdict<<(\S+)\nfail\nx\n\1\n$/)
    expect(files.GITHUB_STEP_SUMMARY).toBe('# one\n# two\n')
    expect(stdout).toBe('')
  })

  it('that cannot be written are reported', () => {
    const attempt =
      "(() => { try { host.setOutputs({ verdict: 'pass' }) } catch (caught) { return caught.code } })()"
    expect(ask(attempt, { GITHUB_OUTPUT: '/dev/full' })).toBe('ENOSPC')
    expect(ask(attempt, { GITHUB_OUTPUT: '/nowhere/at/all' })).toBe('ENOENT')
  })

  it('there is no summary where the runner offers none', () => {
    expect(ask('host.writeSummary', {})).toBeNull()
  })
})

describe('the place', () => {
  const run = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }

  it('names folders and the address of the run', () => {
    const env = { ...run, RUNNER_TEMP: '/temp', GITHUB_WORKSPACE: '/work space' }
    expect(ask('[host.name, host.temporaryFolder, host.workingFolder, host.runUrl]', env)).toEqual([
      'github',
      '/temp',
      '/work space',
      'https://github.com/a/b/actions/runs/7',
    ])
    expect(ask('[host.runUrl, host.progress]', {})).toEqual([null, null])
  })

  const service = { ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'http://127.0.0.1' }
  it.each([
    ['the service is offered', { ...run, ...service }, true],
    ['no server is named', service, true],
    ['on ghe.com', { ...service, GITHUB_SERVER_URL: 'https://corp.ghe.com' }, true],
    ['no token', { ...run, ACTIONS_RESULTS_URL: 'http://127.0.0.1' }, false],
    ['no address', { ...run, ACTIONS_RUNTIME_TOKEN: 'x' }, false],
    ['GitHub Enterprise Server', { ...service, GITHUB_SERVER_URL: 'https://github.corp' }, false],
  ])('has an artifact store: %s', (_, env, offered) => {
    expect(ask('host.artifacts !== null', env)).toBe(offered)
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
