/**
 * The rows of the four shapes of export that the bench measures. The same shape and number of rows give the same bytes
 * on every machine.
 */

const MEMBERS = 7
const BRANCHES = 10
const FINDINGS = 100
const ROWS_OF_REPOSITORY = BRANCHES * FINDINGS
const REPOSITORIES_OF_PROJECT = 25
const LONG_CELL = 4000
const PIECE_BYTES = 400_000
const HEADER = 'Project Key,Repository,Branch,File Path,Line Number,Rule,Line,Commit Id,Author,Scanned At\r\n'

/**
 * - repeating: every branch of a repository shows the same findings in the same order, about 390 bytes a row.
 * - distinct: every row is another file, in random order; a third of the cells that hold free text have doubled quotes
 *   and non-ASCII, and line breaks where it is no path.
 * - mixed: ten rows for each distinct finding, in random order.
 * - long: as mixed, with matched lines of 4 kB.
 */
export const shapes = ['repeating', 'distinct', 'mixed', 'long'] as const
export type Shape = (typeof shapes)[number]

const rules = (
  'AWS_CLIENT_ID AWS_MWS_KEY AWS_SECRET_ACCESS_KEY RSA_PRIVATE_KEY SSH_PRIVATE_KEY GENERIC_PASSWORD ' +
  'GENERIC_API_TOKEN SLACK_WEBHOOK DATABASE_CONNECTION_STRING TROJAN_SOURCE'
).split(' ')
const folders =
  'src/main/java/com/example src/main/resources/config deploy/kubernetes/overlays tests/it'.split(' ')
const words = 'payment ledger gateway customer invoice catalog session router metrics mailer'.split(' ')
const suffixes = 'Client.java application.yml settings.properties Service.kt values.yaml Dockerfile'.split(
  ' ',
)
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type Random = (below: number) => number

/** mulberry32 */
function randomNumbers(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const picker =
  (random: Random) =>
  (from: readonly string[]): string =>
    from[random(from.length)] ?? ''

function secretOf(random: Random): string {
  let text = ''
  for (let at = 0; at < 24; at++) text += letters[random(letters.length)]
  return text
}

function pathOf(pick: (from: readonly string[]) => string): string {
  return `${pick(folders)}/${pick(words)}/${pick(words)}/internal/${pick(words)}/${pick(suffixes)}`
}

/** Lines of code with the same secret: one without anything to quote, one with quotes and commas. */
function codesOf(secret: string, pick: (from: readonly string[]) => string): readonly [string, string] {
  return [
    `    ${pick(words)}_${pick(words)}_credential = ${secret}  # for the ${pick(words)} service of ${pick(words)} see the handbook of the ${pick(words)} team`,
    `"    client.configure(""${pick(words)}"", new Credential(""${secret}""), Duration.ofSeconds(30), ${pick(words)}Registry.global())  // TODO, rotate"`,
  ]
}

function projectOf(repository: number): string {
  return `PRJ${String(Math.floor(repository / REPOSITORIES_OF_PROJECT)).padStart(3, '0')}`
}

function slugOf(repository: number): string {
  return `${words[repository % words.length]}-${words[(repository >> 3) % words.length]}-service-${repository}`
}

function branchName(branch: number): string {
  return branch === 0 ? 'main' : `feature/${words[branch % words.length]}-${1000 + branch}-rework`
}

function commitOf(random: Random): string {
  let commit = ''
  while (commit.length < 40)
    commit += random(2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return commit
}

function timeOf(random: Random): string {
  return new Date(Date.UTC(2024, 8, 1) + random(86_400 * 30) * 1000).toISOString().replace('.000', '')
}

/** The rows of one repository, branch after branch. */
function repeatingRows(repository: number, limit: number): string {
  const random = randomNumbers(repository * 31 + 7)
  const ofFindings = randomNumbers(repository + 1)
  const pick = picker(ofFindings)
  const findings = Array.from({ length: FINDINGS }, (_none, at) => {
    const path = pathOf(pick)
    const [plain, quoted] = codesOf(secretOf(ofFindings), pick)
    return `${path},${1 + at * 7 + ofFindings(5)},${pick(rules)},${at % 3 === 0 ? quoted : plain}`
  })
  let text = ''
  for (let branch = 0, rows = 0; branch < BRANCHES && rows < limit; branch++) {
    const start = `${projectOf(repository)},${slugOf(repository)},${branchName(branch)},`
    const author = (): string => `${picker(random)(words)}.${picker(random)(words)}@corp.example.com`
    const end = `,${commitOf(random)},${author()},${timeOf(random)}\r\n`
    for (const finding of findings) {
      if (rows++ >= limit) break
      text += start + finding + end
    }
  }
  return text
}

function distinctRow(id: number, repositories: number): string {
  const random = randomNumbers(id + 1)
  const pick = picker(random)
  const path = random(3) === 0 ? `"${pathOf(pick)}/größe ""neu""/${id}.java"` : `${pathOf(pick)}/${id}.java`
  const secret = secretOf(random)
  const code =
    random(3) === 0
      ? `"if (${pick(words)}.prüft(""geheim"")) {\n  ${pick(words)}.connect(""${secret}"", 'пароль 鍵'); // für ${pick(words)}\r\n}"`
      : codesOf(secret, pick)[random(2)]
  const author =
    random(3) === 0 ? `"Zoë ""${pick(words)}"" Łukasz\n${pick(words)}"` : `${pick(words)}@corp.example.com`
  const repository = id % repositories
  const start = `${projectOf(repository)},${slugOf(repository)},${branchName(random(BRANCHES))},${path}`
  const place = `${1 + random(2000)},${pick(rules)},${code}`
  return `${start},${place},${commitOf(random)},${author},${timeOf(random)}\r\n`
}

/** A finding is on ten of 40 branches, its line moves from branch to branch; every fifth is twice on one branch. */
function mixedRow(id: number, repositories: number, long: boolean): string {
  const finding = Math.floor(id / BRANCHES)
  const random = randomNumbers(finding + 1)
  const ofRow = randomNumbers(id * 31 + 7)
  const pick = picker(random)
  const path = `${pathOf(pick)}/${random(50)}.java`
  const [plain, quoted] = codesOf(secretOf(random), pick)
  const code = finding % 3 === 0 ? quoted : plain
  const position = id % BRANCHES
  const twice = position === BRANCHES - 1 && finding % 5 === 0
  const branch = branchName((finding + 4 * (twice ? position - 1 : position)) % 40)
  const line = 1 + random(2000) + ofRow(5) + (twice ? 10 : 0)
  const repository = finding % repositories
  const place = `${path},${line},${pick(rules)},${long ? longCell(code, random) : code}`
  const end = `${commitOf(ofRow)},${picker(ofRow)(words)}@corp.example.com,${timeOf(ofRow)}\r\n`
  return `${projectOf(repository)},${slugOf(repository)},${branch},${place},${end}`
}

function longCell(code: string, random: Random): string {
  const quoted = code.startsWith('"')
  let text = quoted ? code.slice(0, -1) : code
  while (text.length < LONG_CELL) {
    text += `${quoted ? '\n' : ' '}${words[random(words.length)]}${letters[random(letters.length)]}_${random(1000)}`
  }
  return quoted ? `${text}"` : text
}

function randomOrder(length: number): Int32Array {
  const random = randomNumbers(length)
  const order = Int32Array.from({ length }, (_none, at) => at)
  for (let at = length - 1; at > 0; at--) {
    const other = random(at + 1)
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

function* pieces(texts: Iterable<string>): Generator<Buffer> {
  let text = HEADER
  for (const more of texts) {
    text += more
    if (text.length < PIECE_BYTES) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

function* repeatingTexts(from: number, to: number): Generator<string> {
  for (let row = from; row < to; row += ROWS_OF_REPOSITORY) {
    yield repeatingRows(row / ROWS_OF_REPOSITORY, to - row)
  }
}

/** The bytes of each CSV member of the export, as a stream of pieces. */
export function membersOf(shape: Shape, rows: number): readonly Iterable<Buffer>[] {
  const repositories = Math.ceil(rows / ROWS_OF_REPOSITORY)
  const share = Math.ceil(repositories / MEMBERS) * ROWS_OF_REPOSITORY
  const order = shape === 'repeating' ? new Int32Array() : randomOrder(rows)
  const rowOf = (id: number): string =>
    shape === 'distinct' ? distinctRow(id, repositories) : mixedRow(id, repositories, shape === 'long')
  return Array.from({ length: Math.ceil(rows / share) }, (_none, member) => {
    const [from, to] = [member * share, Math.min(rows, (member + 1) * share)]
    return pieces(
      shape === 'repeating' ? repeatingTexts(from, to) : Iterator.from(order.subarray(from, to)).map(rowOf),
    )
  })
}
