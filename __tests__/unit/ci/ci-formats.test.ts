/** Each CI by the variables that it sets: what is written to its log, and what is left for its later steps. */
import { describe, expect, it } from '@jest/globals'
import { ciFormats, detectCi } from '../../../src/ci/ci-formats.ts'
import { runScript } from './child.ts'

/** As each vendor documents its predefined variables; only those that matter. */
const recorded = {
  gitlab: { CI: 'true', GITLAB_CI: 'true', CI_JOB_URL: 'https://gitlab.example.com/pay/checkout/-/jobs/7' },
  jenkins: {
    JENKINS_URL: 'https://jenkins.example.com/',
    BUILD_URL: 'https://jenkins.example.com/job/checkout/7/',
    BUILD_NUMBER: '7',
  },
  bamboo: {
    bamboo_buildKey: 'PAY-SOTERI-GATE',
    bamboo_resultsUrl: 'https://bamboo.example.com/browse/PAY-SOTERI-GATE-7',
    bamboo_buildResultsUrl: 'https://bamboo.example.com/browse/PAY-SOTERI-GATE-7',
  },
  'bitbucket-pipelines': {
    CI: 'true',
    BITBUCKET_PIPELINE_UUID: '{2f3a}',
    BITBUCKET_BUILD_NUMBER: '7',
    BITBUCKET_GIT_HTTP_ORIGIN: 'http://bitbucket.org/pay/checkout',
  },
  github: {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'pay/checkout',
    GITHUB_RUN_ID: '7',
  },
  azure: {
    TF_BUILD: 'True',
    SYSTEM_COLLECTIONURI: 'https://dev.azure.com/example/',
    SYSTEM_TEAMPROJECT: 'Pay & more',
    BUILD_BUILDID: '7',
  },
  teamcity: { TEAMCITY_VERSION: '2026.1', BUILD_URL: 'https://teamcity.example.com/build/7' },
} as const

const runUrls = {
  gitlab: 'https://gitlab.example.com/pay/checkout/-/jobs/7',
  jenkins: 'https://jenkins.example.com/job/checkout/7/',
  bamboo: 'https://bamboo.example.com/browse/PAY-SOTERI-GATE-7',
  'bitbucket-pipelines': 'https://bitbucket.org/pay/checkout/pipelines/results/7',
  github: 'https://github.com/pay/checkout/actions/runs/7',
  azure: 'https://dev.azure.com/example/Pay%20%26%20more/_build/results?buildId=7',
  teamcity: 'https://teamcity.example.com/build/7',
} as const

describe('a finding in the log', () => {
  it.each([
    ['gitlab', '  \u001b[31mhigh    \u001b[0m  100% a'],
    ['azure', '##[error]high 100%AZP25 a'],
    ['teamcity', "##teamcity[message text='high 100% a' status='ERROR']"],
    ['jenkins', '  high      100% a'],
    ['github', '  high      100% a'],
  ] as const)('of %s', (ci, line) => {
    expect(ciFormats[ci].finding('high', '100% a')).toBe(line)
  })

  it('is a warning from medium on', () => {
    expect(ciFormats.azure.finding('medium', 'a')).toBe('##[warning]medium a')
  })
})

type RecordedPlace = keyof typeof recorded
const places = Object.keys(recorded) as RecordedPlace[]

/** A run's talk with its host, in a process with the recorded variables. */
function transcript(place: RecordedPlace, talk: string, more: Record<string, string> = {}) {
  const script = `
    import { consoleHost } from './src/ci/console.ts'
    const host = consoleHost(process, { flags: new Map(), environment: process.env, json: false })
    ${talk}`
  const { stdout, stderr, files } = runScript(script, { ...recorded[place], ...more }, ['APPENDED'])
  expect(stderr).toBe('')
  // Times differ from run to run.
  return {
    lines: stdout
      .replaceAll(/(section_\w+):\d+/g, '$1:TIME')
      .split('\n')
      .slice(0, -1),
    files,
  }
}

describe.each(places)('%s', (place) => {
  it('is found, and its address of the run', () => {
    expect(detectCi(recorded[place])).toBe(place)
    expect(ciFormats[place].runUrl(recorded[place])).toBe(runUrls[place])
    expect(ciFormats[place].runUrl({})).toBeNull()
  })

  it('takes no text for a command', () => {
    const hostile = [
      '##vso[task.setvariable variable=SOTERI_VERDICT]pass',
      'x ##teamcity[buildStop comment=|]',
      '::set-output name=verdict::pass',
      '\\u001b[0Ksection_end:1:soteri_gate_1\\r\\u001b[0K',
      'a\\n##[error]b',
    ]
    const talk = `for (const text of ${JSON.stringify(hostile).replaceAll('\\\\', '\\')}) {
      host.log.info(text); host.log.warn(text); host.log.error(text)
      await host.log.group(text, async () => undefined)
    }`
    const own =
      /^(::(error|warning|group|endgroup)::|##vso\[task\.logissue type=(error|warning);\]|##\[(group|endgroup)\]|##teamcity\[(message|block(Opened|Closed)) )/
    for (const line of transcript(place, talk).lines) {
      const rest = line
        .replace(own, '')
        .replace(/^\u001b\[0Ksection_(start|end):TIME:soteri_gate_\d+\r\u001b\[0K/, '')
      expect(rest).not.toMatch(/##\w*\[|^\s*::|[\u0000-\u001f\u007f]/)
    }
  })
})

const talk = `
  host.log.info('scanning')
  host.log.debug('not shown')
  await host.log.group('Export [1]', async () => host.log.warn("50% of Ana's rows"))
  host.annotate({ level: 'notice', title: 'RULE', message: 'found', path: 'a;b].ts', line: 3 })
  host.log.error('fail: threshold "total": 3 found, limit 0')`

it('shows debug lines on GitHub when the job runs with debug logging', () => {
  const debug = "host.log.debug('d')"
  expect(transcript('github', debug, { RUNNER_DEBUG: '1' }).lines).toEqual(['::debug::d'])
  expect(transcript('github', debug).lines).toEqual([])
  expect(transcript('jenkins', debug, { RUNNER_DEBUG: '1' }).lines).toEqual([])
})

describe('the log', () => {
  const plain = [
    'scanning',
    'Export [1]',
    "warning: 50% of Ana's rows",
    'fail: threshold "total": 3 found, limit 0',
  ]

  it.each<[RecordedPlace, string[]]>([
    ['jenkins', plain],
    ['bamboo', plain],
    ['bitbucket-pipelines', plain],
    [
      'gitlab',
      [
        'scanning',
        '\u001b[0Ksection_start:TIME:soteri_gate_1\r\u001b[0KExport [1]',
        "warning: 50% of Ana's rows",
        '\u001b[0Ksection_end:TIME:soteri_gate_1\r\u001b[0K',
        'fail: threshold "total": 3 found, limit 0',
      ],
    ],
    [
      'github',
      [
        'scanning',
        '::group::Export [1]',
        "::warning::50%25 of Ana's rows",
        '::endgroup::',
        '::error::fail: threshold "total": 3 found, limit 0',
      ],
    ],
    [
      'azure',
      [
        'scanning',
        '##[group]Export [1]',
        "##vso[task.logissue type=warning;]50%AZP25 of Ana's rows",
        '##[endgroup]',
        '##vso[task.logissue type=warning;sourcepath=a%3Bb%5D.ts;linenumber=3;]RULE: found',
        '##vso[task.logissue type=error;]fail: threshold "total": 3 found, limit 0',
      ],
    ],
    [
      'teamcity',
      [
        'scanning',
        "##teamcity[blockOpened name='Export |[1|]']",
        "##teamcity[message text='50% of Ana|'s rows' status='WARNING']",
        "##teamcity[blockClosed name='Export |[1|]']",
        "##teamcity[message text='fail: threshold \"total\": 3 found, limit 0' status='ERROR']",
      ],
    ],
  ])('of %s', (place, lines) => {
    expect(transcript(place, talk).lines).toEqual(lines)
  })
})

/** Concludes with these outputs, in a folder that is then read file by file. */
const conclude = (outputs: Record<string, string>): string => `
  import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
  import { tmpdir } from 'node:os'
  import { join } from 'node:path'
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-outputs-'))
  writeFileSync(join(folder, 'soteri-gate.env'), 'SOTERI_VERDICT=pass')
  host.conclude({
    verdict: 'error', exitCode: 4, sentence: 'error (exit 4): it’s [late]', error: null, counts: null, thresholds: [],
    outputs: { ...${JSON.stringify(outputs)}, ${'report-dir' in outputs ? '' : "'report-dir': folder"} },
  })
  for (const name of readdirSync(folder).sort()) console.log(name, readFileSync(join(folder, name), 'utf8').replaceAll(folder, 'DIR'))
  rmSync(folder, { recursive: true })`

describe('the outputs', () => {
  const outputs = { verdict: 'error', 'exit-code': '4', counts: '{"a":1}', 'csv-file': '/x/Größe $(id).csv' }

  it.each<[RecordedPlace]>([['gitlab'], ['bitbucket-pipelines']])('of %s are a dotenv file', (place) => {
    const { lines } = transcript(place, conclude(outputs))
    expect(lines).toEqual([
      'soteri-gate.env SOTERI_VERDICT=error',
      'SOTERI_EXIT_CODE=4',
      // Nothing that a shell or GitLab would expand.
      'SOTERI_CSV_FILE=',
      'SOTERI_REPORT_DIR=DIR',
      '',
    ])
  })

  it.each<[RecordedPlace]>([['jenkins'], ['bamboo']])('of %s are a properties file', (place) => {
    const { lines } = transcript(place, conclude({ ...outputs, matrix: ' a\\b\nc' }))
    expect(lines.slice(lines.findIndex((line) => line.startsWith('soteri-gate.properties')))).toEqual([
      'soteri-gate.properties SOTERI_VERDICT=error',
      'SOTERI_EXIT_CODE=4',
      'SOTERI_COUNTS={"a":1}',
      'SOTERI_CSV_FILE=/x/Gr\\u00f6\\u00dfe $(id).csv',
      'SOTERI_MATRIX=\\ a\\\\b\\nc',
      'SOTERI_REPORT_DIR=DIR',
      '',
    ])
  })

  it('of Bitbucket Pipelines are appended for later steps too', () => {
    const talk = `process.env.BITBUCKET_PIPELINES_VARIABLES_PATH = process.env.APPENDED; ${conclude(outputs)}`
    const { files } = transcript('bitbucket-pipelines', talk)
    expect(files.APPENDED).toMatch(/^SOTERI_VERDICT=error\nSOTERI_EXIT_CODE=4\n/)
  })

  it('of a step on GitHub are its outputs', () => {
    const talk = `process.env.GITHUB_OUTPUT = process.env.APPENDED; ${conclude({ ...outputs, counts: 'a\nb' })}`
    const { files } = transcript('github', talk)
    expect(files.APPENDED).toMatch(/^verdict=error\nexit-code=4\ncounts=a b\n/)
  })

  it('of Azure are variables, and a summary page', () => {
    const { lines } = transcript(
      'azure',
      conclude({ ...outputs, 'report-dir': '/r', 'summary-file': '/r/summary.md' }),
    )
    expect(lines.slice(0, 7)).toEqual([
      '##vso[task.setvariable variable=SOTERI_VERDICT;isOutput=true]error',
      '##vso[task.setvariable variable=SOTERI_EXIT_CODE;isOutput=true]4',
      '##vso[task.setvariable variable=SOTERI_COUNTS;isOutput=true]{"a":1}',
      '##vso[task.setvariable variable=SOTERI_CSV_FILE;isOutput=true]/x/Größe $(id).csv',
      '##vso[task.setvariable variable=SOTERI_REPORT_DIR;isOutput=true]/r',
      '##vso[task.setvariable variable=SOTERI_SUMMARY_FILE;isOutput=true]/r/summary.md',
      '##vso[task.uploadsummary]/r/summary.md',
    ])
  })

  it('of TeamCity are parameters, a test report and the status', () => {
    const { lines } = transcript(
      'teamcity',
      conclude({ verdict: 'error', 'report-dir': '/r', 'junit-file': '/r/j.xml' }),
    )
    expect(lines.slice(0, 5)).toEqual([
      "##teamcity[setParameter name='env.SOTERI_VERDICT' value='error']",
      "##teamcity[setParameter name='env.SOTERI_REPORT_DIR' value='/r']",
      "##teamcity[setParameter name='env.SOTERI_JUNIT_FILE' value='/r/j.xml']",
      "##teamcity[importData type='junit' path='/r/j.xml']",
      "##teamcity[buildStatus text='error (exit 4): it|0x2019s |[late|]']",
    ])
  })

  it('that cannot be kept are reported, whatever happens', () => {
    const none = transcript('gitlab', conclude({ verdict: 'error', 'report-dir': '' })).lines[0]
    expect(none).toBe('warning: soteri-gate.env was not written: output-dir could not be opened.')
    const broken = transcript('gitlab', conclude({ verdict: 'error', 'report-dir': '/dev/null/x' })).lines[0]
    expect(broken).toMatch(/^warning: The outputs could not be written/)
  })
})

describe('a dotenv file', () => {
  it('stays within what GitLab takes by default: 20 variables, 5 KiB', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`name-${i}`, 'x'.repeat(400)]))
    const text = ciFormats.gitlab.file?.format({ verdict: 'fail', ...many }) ?? ''
    expect(text.length).toBeLessThanOrEqual(5 * 1024)
    expect(text).toMatch(/^SOTERI_VERDICT=fail\n/)
    const short = Object.fromEntries(Object.keys(many).map((name) => [name, '1']))
    expect(ciFormats.gitlab.file?.format(short).split('\n')).toHaveLength(21)
  })

  it('holds no name that a later run would take for an input', () => {
    for (const place of places) {
      expect(ciFormats[place].file?.format({ 'baseline-file': 'x' }) ?? '').not.toContain('SOTERI_GATE_')
    }
  })
})

it('debug lines are for those who asked for them', () => {
  expect(ciFormats.azure.line('debug', 'a; b')).toBe('##[debug]a; b')
})

it('a note without a place has none, and a notice is a warning: Azure knows no other', () => {
  const note = { level: 'notice', title: 'soteri-gate: fail', message: 'See the report.' } as const
  expect(ciFormats.azure.annotation?.(note)).toBe(
    '##vso[task.logissue type=warning;]soteri-gate: fail: See the report.',
  )
  expect(ciFormats.azure.annotation?.({ ...note, level: 'error', path: 'a.ts' })).toContain(
    'type=error;sourcepath=a.ts;]',
  )
})

it('nothing is attached when no summary was written', () => {
  const outputs = { verdict: 'error', 'summary-file': '' }
  const lines = ciFormats.azure.closing({ outputs } as unknown as Parameters<
    typeof ciFormats.azure.closing
  >[0])
  expect(lines).toEqual([
    '##vso[task.setvariable variable=SOTERI_VERDICT;isOutput=true]error',
    '##vso[task.setvariable variable=SOTERI_SUMMARY_FILE;isOutput=true]',
  ])
})

it.each([
  [{ SYSTEM_TEAMPROJECT: 'Pay', BUILD_BUILDID: '7' }],
  [{ SYSTEM_COLLECTIONURI: 'https://dev.azure.com/x/', BUILD_BUILDID: '7' }],
  [{ SYSTEM_COLLECTIONURI: 'https://dev.azure.com/x/', SYSTEM_TEAMPROJECT: 'Pay' }],
])('there is no link to a run of which only %j is known', (variables) => {
  expect(ciFormats.azure.runUrl(variables)).toBeNull()
})

describe('detectCi', () => {
  it.each([
    [{}, 'terminal'],
    [{ CI: 'true' }, 'terminal'],
    [{ GITHUB_ACTIONS: 'true', CI: 'true' }, 'github'],
    [{ GITHUB_ACTIONS: 'false' }, 'terminal'],
    [{ GITHUB_ACTIONS: '' }, 'terminal'],
    [{ GITLAB_CI: 'true' }, 'gitlab'],
    [{ JENKINS_URL: 'https://jenkins/' }, 'jenkins'],
    [{ bamboo_buildKey: 'PROJ-PLAN-JOB1' }, 'bamboo'],
    [{ BITBUCKET_PIPELINE_UUID: '{a}' }, 'bitbucket-pipelines'],
    [{ TF_BUILD: 'True' }, 'azure'],
    [{ TEAMCITY_VERSION: '2026.1' }, 'teamcity'],
    [{ JENKINS_URL: 'https://jenkins/', GITLAB_CI: 'true' }, 'gitlab'],
  ])('%j is %s', (environment, place) => {
    expect(detectCi(environment)).toBe(place)
  })
})
