/** Each CI by the variables that it sets: what is written to its log, and what is left for its later steps. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ciFormats, detectCi } from '../../../src/ci/ci-formats.ts'
import { consoleHost } from '../../../src/ci/console.ts'
import type { Host } from '../../../src/host.ts'
import { talkWith } from './talk-with.ts'

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

it('calls a verdict by its own word only', () => {
  const { line } = ciFormats.jenkins
  expect(line('error', 'error (exit 4): it is late')).toBe('error (exit 4): it is late')
  expect(line('warn', 'warn: nothing was proven')).toBe('warn: nothing was proven')
  expect(line('error', 'No way.')).toBe('error: No way.')
})

type RecordedPlace = keyof typeof recorded
const places = Object.keys(recorded) as RecordedPlace[]

type Talk = (host: Host) => unknown

/** What a host with the recorded variables writes. */
async function transcript(place: RecordedPlace, talk: Talk, more: Record<string, string> = {}) {
  const { stdout } = await talkWith(
    {
      hostOf: (process) => consoleHost(process, { flags: new Map(), environment: process.env, json: false }),
      env: { ...recorded[place], ...more },
    },
    talk,
  )
  // Times differ from run to run.
  return {
    lines: stdout
      .replaceAll(/(section_\w+):\d+/g, '$1:TIME')
      .split('\n')
      .slice(0, -1),
  }
}

describe.each(places)('%s', (place) => {
  it('is found, and its address of the run', () => {
    expect(detectCi(recorded[place])).toBe(place)
    expect(ciFormats[place].runUrl(recorded[place])).toBe(runUrls[place])
    expect(ciFormats[place].runUrl({})).toBeNull()
  })

  it('takes no text for a command', async () => {
    const hostile = [
      '##vso[task.setvariable variable=SOTERI_VERDICT]pass',
      'x ##teamcity[buildStop comment=|]',
      '::set-output name=verdict::pass',
      '\u001b[0Ksection_end:1:soteri_gate_1\r\u001b[0K',
      'a\n##[error]b',
    ]
    const talk = async ({ log }: Host): Promise<void> => {
      for (const text of hostile) {
        log.info(text)
        log.warn(text)
        log.error(text)
        await log.group(text, async () => undefined)
      }
    }
    const own =
      /^(::(error|warning|group|endgroup)::|##vso\[task\.logissue type=(error|warning);\]|##\[(group|endgroup)\]|##teamcity\[(message|block(Opened|Closed)) )/
    for (const line of (await transcript(place, talk)).lines) {
      const rest = line
        .replace(own, '')
        .replace(/^\u001b\[0Ksection_(start|end):TIME:soteri_gate_\d+\r\u001b\[0K/, '')
      expect(rest).not.toMatch(/##\w*\[|^\s*::|[\u0000-\u001f\u007f]/)
    }
  })
})

const talk = async ({ log, annotate }: Host): Promise<void> => {
  log.info('scanning')
  log.debug('not shown')
  await log.group('Export [1]', async () => log.warn("50% of Ana's rows"))
  annotate({ level: 'notice', title: 'RULE', message: 'found', path: 'a;b].ts', line: 3 })
  log.error('fail: threshold "total": 3 found, limit 0')
}

it('shows debug lines on GitHub when the job runs with debug logging', async () => {
  const debug: Talk = ({ log }) => log.debug('d')
  expect((await transcript('github', debug, { RUNNER_DEBUG: '1' })).lines).toEqual(['::debug::d'])
  expect((await transcript('github', debug)).lines).toEqual([])
  expect((await transcript('jenkins', debug, { RUNNER_DEBUG: '1' })).lines).toEqual([])
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
        '::notice title=RULE,file=a;b].ts,line=3::found',
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
  ])('of %s', async (place, lines) => {
    expect((await transcript(place, talk)).lines).toEqual(lines)
  })
})

type Kept = { readonly lines: readonly string[]; readonly appended: string }

/** Concludes with these outputs: the lines of the log, then the files of the folder, and the file for `variable`. */
async function conclude(
  place: RecordedPlace,
  outputs: Readonly<Record<string, string>>,
  variable = 'UNUSED',
): Promise<Kept> {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-outputs-'))
  writeFileSync(join(folder, 'soteri-gate.env'), 'SOTERI_VERDICT=pass')
  const appended = join(folder, 'appended')
  try {
    const { lines } = await transcript(
      place,
      (host) =>
        host.conclude?.({
          ...{ verdict: 'error', exitCode: 4, sentence: 'error (exit 4): it’s [late]', error: null },
          ...{
            counts: null,
            thresholds: [],
            outputs: 'report-dir' in outputs ? outputs : { ...outputs, 'report-dir': folder },
          },
        }),
      { [variable]: appended },
    )
    const files = readdirSync(folder).filter((name) => name !== 'appended')
    const texts = files.sort().map((name) => `${name} ${readFileSync(join(folder, name), 'utf8')}\n`)
    return {
      lines: [...lines, ...texts.join('').replaceAll(folder, 'DIR').split('\n').slice(0, -1)],
      appended: existsSync(appended) ? readFileSync(appended, 'utf8') : '',
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the outputs', () => {
  const outputs = { verdict: 'error', 'exit-code': '4', counts: '{"a":1}', 'csv-file': '/x/Größe $(id).csv' }

  it.each<[RecordedPlace]>([['gitlab'], ['bitbucket-pipelines']])(
    'of %s are a dotenv file',
    async (place) => {
      const { lines } = await conclude(place, outputs)
      expect(lines).toEqual([
        'soteri-gate.env SOTERI_VERDICT=error',
        'SOTERI_EXIT_CODE=4',
        // Nothing that a shell or GitLab would expand.
        'SOTERI_CSV_FILE=',
        'SOTERI_REPORT_DIR=DIR',
        '',
      ])
    },
  )

  it.each<[RecordedPlace]>([['jenkins'], ['bamboo']])('of %s are a properties file', async (place) => {
    const { lines } = await conclude(place, { ...outputs, matrix: ' a\\b\nc' })
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

  it('of Bitbucket Pipelines are appended for later steps too', async () => {
    const variable = 'BITBUCKET_PIPELINES_VARIABLES_PATH'
    const { appended } = await conclude('bitbucket-pipelines', outputs, variable)
    expect(appended).toMatch(/^SOTERI_VERDICT=error\nSOTERI_EXIT_CODE=4\n/)
  })

  it('of a step on GitHub are its outputs', async () => {
    const { appended } = await conclude('github', { ...outputs, counts: 'a\nb' }, 'GITHUB_OUTPUT')
    expect(appended).toMatch(/^verdict=error\nexit-code=4\ncounts=a b\n/)
  })

  it('of Azure are variables, and a summary page', async () => {
    const own = { 'report-dir': '/r', 'summary-file': '/r/summary.md' }
    const { lines } = await conclude('azure', { ...outputs, ...own })
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

  it('of TeamCity are parameters, a test report and the status', async () => {
    const own = { verdict: 'error', 'report-dir': '/r', 'junit-file': '/r/j.xml' }
    const { lines } = await conclude('teamcity', own)
    expect(lines.slice(0, 5)).toEqual([
      "##teamcity[setParameter name='env.SOTERI_VERDICT' value='error']",
      "##teamcity[setParameter name='env.SOTERI_REPORT_DIR' value='/r']",
      "##teamcity[setParameter name='env.SOTERI_JUNIT_FILE' value='/r/j.xml']",
      "##teamcity[importData type='junit' path='/r/j.xml']",
      "##teamcity[buildStatus text='error (exit 4): it|0x2019s |[late|]']",
    ])
  })

  it('that cannot be kept are reported, whatever happens', async () => {
    const [none] = (await conclude('gitlab', { verdict: 'error', 'report-dir': '' })).lines
    expect(none).toBe('warning: soteri-gate.env was not written: output-dir could not be opened.')
    const [broken] = (await conclude('gitlab', { verdict: 'error', 'report-dir': '/dev/null/x' })).lines
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

it('a note on GitHub keeps to its place, whatever its texts', () => {
  const note = { level: 'error', title: 'A: b, c', message: '100%: d, e' } as const
  expect(ciFormats.github.annotation?.(note)).toBe('::error title=A%3A b%2C c::100%25: d, e')
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
