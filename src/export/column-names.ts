/**
 * What the columns of an export may be called. The vendor documents no header (docs/what-we-know.md), so names are
 * compared loosely and the best known one wins. Pure.
 */
import type { MappableColumn } from '../finding.ts'

/** Names in the loose form of `looseName`, best first. Names of one tier are equally good. */
export type Tiers = readonly (readonly string[])[]

/** Beside the columns of a finding: when somebody reviewed it, in the export of reviewed false positives. */
export type ExportColumn = MappableColumn | 'reviewed_at'

/**
 * In English, German, French, Spanish and Japanese. `|` separates tiers, the best first. In `match` each name is a tier:
 * of several columns of texts one is used, and the others are dropped like unknown ones.
 */
const table: Readonly<Record<ExportColumn, string>> = {
  project: `projectkey projkey projectkeyname bitbucketprojectkey projektschlussel projektschluessel projektkey
    cleduprojet cleprojet clavedelproyecto claveproyecto プロジェクトキー
    | project proj projekt projet proyecto プロジェクト
    | projectname bitbucketproject projektname nomduprojet nomprojet nombredelproyecto nombreproyecto プロジェクト名
    | space | projectid`,
  repository: `repositoryslug reposlug slug reponameslug
    | repository repo depot repositorio リポジトリ レポジトリ
    | repositoryname reponame bitbucketrepository bitbucketrepo gitrepository gitrepo nomdudepot nomdepot
    nombredelrepositorio nombrerepositorio リポジトリ名`,
  branch: `branchname branchdisplayid branchdisplayname branchenname zweigname nomdelabranche nombranche
    nombredelarama nombrerama ブランチ名
    | branch zweig branche rama ブランチ
    | ref refid refname branchref branchtag branchortag gitref branchid gitbranch`,
  path: `filepath fullpath pathname filefullpath relativepath pathtofile dateipfad cheminfichier chemindufichier
    rutadelarchivo rutaarchivo rutadelfichero rutafichero ファイルパス
    | path pfad chemin ruta パス
    | file sourcefile datei fichier archivo fichero ファイル
    | filename dateiname nomdufichier nomfichier nombredelarchivo nombrearchivo ファイル名
    | location filelocation fundort fundstelle emplacement ubicacion 場所`,
  line: `linenumber lineno linenum linenr linenumbers failinglinenumber failinglineno invalidlinenumber zeilennummer
    zeilennr zeilenummer numerodeligne numeroligne noligne numerodelinea numerolinea nolinea 行番号
    | startline linestart beginline startlinenumber fromline
    | line lines zeile ligne linea 行`,
  rule: `rulename regelname nomdelaregle nomregle nombredelaregla nombreregla ルール名
    | rule regel regle regla ルール 規則
    | ruleid rulekey rulecode rulesid
    | ruletype rulecategory
    | matchedrule violatedrule failedrule failingrule
    | vulnerability vulnerabilityname vulnerabilitytype vulnerabilityrule schwachstelle vulnerabilite vulnerabilidad 脆弱性
    | secrettype findingtype findingname issuetype detector detectorname check checkname
    | type typ tipo タイプ 種類`,
  match: `match matchedtext matchtext matchedstring matchedvalue matchedcontent matchvalue matched treffer
    correspondance coincidencia 一致 一致文字列 検出文字列 secret secretvalue geheimnis secreto matchedline failinglinetext
    failinglinecontent failinglinecontents failingline failinglines invalidline invalidlines invalidlinetext
    invalidlinecontent linetext linecontent linecontents linevalue lineofcode sourceline codeline zeileninhalt zeilentext
    contenudelaligne contenidodelalinea 行の内容 text texte texto テキスト content contents inhalt contenu contenido 内容
    code snippet codesnippet excerpt string value falsepositive finding`,
  scanned_at: `scannedat scannedon scannedtime scanneddate scantime scandate scantimestamp scandatetime gescanntam
    gescannt scandatum scanzeit scanzeitpunkt analysele dateanalyse datedanalyse datedelanalyse scannele datescan datedescan
    escaneadoel escaneado fechadeescaneo fechaescaneo fechadelescaneo スキャン日時 スキャン日 スキャン日付
    | scanned datescanned timescanned scannedtimestamp scannedattime
    | lastscannedat lastscanned lastscan lastscandate lastscantime lastscanneddate lastscannedon
    | detectedat detectedon foundat foundon detected erkanntam detectele detectadoel 検出日時
    | timestamp date datetime time datum zeit zeitpunkt zeitstempel wann horodatage fecha hora fechayhora 日時 日付`,
  reviewed_at: `reviewedat reviewedon revieweddate reviewdate reviewtime reviewedtime datereviewed gepruftam geprueftam
    revule daterevue datedelarevue revisadoel fechaderevision レビュー日時
    | reviewed
    | timestamp date datetime time createdat created addedat added updatedat updated datum fecha 日時 日付`,
}

export const aliases = Object.fromEntries(
  Object.entries(table).map(([column, names]) => {
    const tiers = names.split(column === 'match' ? /\s+/ : '|')
    return [column, tiers.map((tier) => tier.trim().split(/\s+/))]
  }),
) as Record<string, Tiers> as Readonly<Record<ExportColumn, Tiers>>

/** Columns that flag a row which somebody reviewed, or allow-listed. */
export const flagNames: readonly string[] = `reviewed isreviewed markedasreviewed reviewedflag falsepositive
  isfalsepositive allowlisted isallowlisted allowlist whitelisted iswhitelisted whitelist gepruft geprueft revise revisado
  レビュー済み`.split(/\s+/)

/** Columns that are known and never read: who changed a line, and when. */
export const droppedNames: readonly string[] =
  `commit commitid commithash commitsha commitdate commitmessage revision
  author authorname authoremail authordate committer committername committeremail autor auteur コミット 作成者`.split(
    /\s+/,
  )

/** Names that make a first row a header. Left out: what may well be the key of a project, or a matched text. */
export const headerNames: ReadonlySet<string> = new Set(
  [
    ...Object.entries(aliases).flatMap(([column, tiers]) => (column === 'match' ? [] : tiers.flat())),
    ...droppedNames,
  ]
    .filter((name) => name.length > 3 || /[^a-z]/.test(name))
    .filter((name) => name !== 'proj'),
)

/** Case, accents, blanks, punctuation, camel case and BOM do not count; `#` is "number". */
export function looseName(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFKC')
    .replaceAll('#', ' number')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
