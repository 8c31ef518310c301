/**
 * What the columns of an export may be called. The vendor documents no header (README.md, "What is proven
 * about the server, and what is assumed"), so names are compared loosely and the best known one wins. Pure.
 */
import type { MappableColumn } from '../finding.ts'

/** Names in the loose form of `looseName`, best first. Names of one tier are equally good. */
type Tiers = readonly (readonly string[])[]

/** Beside the columns of a finding: when somebody reviewed it, in the export of reviewed false positives. */
export type ExportColumn = MappableColumn | 'reviewed_at'

/** Headers that name a project by its key and a repository by its slug for sure, not by a display name. */
export const projectKeyNames: readonly string[] = [
  'projectkey',
  'projkey',
  'projectkeyname',
  'bitbucketprojectkey',
]
/** Headers that may be another time than that of the scan, such as that of the first detection, best first. */
export const doubtfulTimeNames: Tiers = [
  ['detectedat', 'detectedon', 'foundat', 'foundon', 'detected'],
  ['timestamp', 'date', 'datetime', 'time'],
]
/** Headers of slugs, certainly not of display names. */
export const slugNames: readonly string[] = ['repositoryslug', 'reposlug', 'slug', 'reponameslug']

/** Clearly a line's number, never its text. */
const lineNumberNames = [
  ['linenumber', 'lineno', 'linenum', 'linenr', 'linenumbers', 'failinglinenumber', 'failinglineno'],
  ['startline', 'linestart', 'beginline', 'startlinenumber', 'fromline'],
]

/**
 * A header `Line` is the number, unless another column is clearly the number: then it is the text. Columns of a
 * text come one to a tier: should there be several, one is used and the others are dropped like unknown ones.
 */
export const aliases: Readonly<Record<ExportColumn, Tiers>> = {
  project: [
    projectKeyNames,
    ['project', 'proj'],
    ['projectname', 'bitbucketproject'],
    ['space'],
    ['projectid'],
  ],
  repository: [
    slugNames,
    ['repository', 'repo'],
    ['repositoryname', 'reponame', 'bitbucketrepository', 'bitbucketrepo', 'gitrepository', 'gitrepo'],
  ],
  branch: [
    ['branchname', 'branchdisplayid', 'branchdisplayname'],
    ['branch'],
    ['ref', 'refname', 'branchref', 'gitref', 'branchid', 'gitbranch'],
  ],
  path: [
    ['filepath', 'fullpath', 'pathname', 'filefullpath', 'relativepath', 'pathtofile'],
    ['path'],
    ['file', 'sourcefile'],
    ['filename'],
    ['location', 'filelocation'],
  ],
  line: [...lineNumberNames, ['line', 'lines']],
  rule: [
    ['rulename'],
    ['rule'],
    ['ruleid', 'rulekey', 'rulecode', 'rulesid'],
    ['ruletype', 'rulecategory'],
    ['matchedrule', 'violatedrule', 'failedrule', 'failingrule'],
    ['vulnerability', 'vulnerabilityname', 'vulnerabilitytype', 'vulnerabilityrule'],
    [
      'secrettype',
      'findingtype',
      'findingname',
      'issuetype',
      'detector',
      'detectorname',
      'check',
      'checkname',
    ],
    ['type'],
  ],
  match: [
    ['match'],
    ['matchedtext'],
    ['matchtext'],
    ['matchedstring'],
    ['matchedvalue'],
    ['matchedcontent'],
    ['matchvalue'],
    ['matched'],
    ['secret'],
    ['secretvalue'],
    ['matchedline'],
    ['failinglinetext'],
    ['failinglinecontent'],
    ['failinglinecontents'],
    ['failingline'],
    ['linetext'],
    ['linecontent'],
    ['linecontents'],
    ['linevalue'],
    ['lineofcode'],
    ['sourceline'],
    ['codeline'],
    ['text'],
    ['content'],
    ['contents'],
    ['code'],
    ['snippet'],
    ['codesnippet'],
    ['excerpt'],
    ['string'],
    ['value'],
    ['falsepositive'],
    ['finding'],
  ],
  scanned_at: [
    [
      'scannedat',
      'scannedon',
      'scannedtime',
      'scanneddate',
      'scantime',
      'scandate',
      'scantimestamp',
      'scandatetime',
    ],
    ['scanned', 'datescanned', 'timescanned', 'scannedtimestamp', 'scannedattime'],
    [
      'lastscannedat',
      'lastscanned',
      'lastscan',
      'lastscandate',
      'lastscantime',
      'lastscanneddate',
      'lastscannedon',
    ],
    ...doubtfulTimeNames,
  ],
  reviewed_at: [
    ['reviewedat', 'reviewedon', 'revieweddate', 'reviewdate', 'reviewtime', 'reviewedtime', 'datereviewed'],
    ['reviewed'],
    [
      'timestamp',
      'date',
      'datetime',
      'time',
      'createdat',
      'created',
      'addedat',
      'added',
      'updatedat',
      'updated',
    ],
  ],
}

/** Of the names above, those of columns that may hold a sentence too. */
export const vagueRuleNames: ReadonlySet<string> = new Set(aliases.rule.slice(5).flat())

/** `Finding` is the name of a rule where the text has another column; else it is ambiguous. */
export const ruleBesideMatch: Tiers = [['finding']]

/** Columns of a text, where `Line` is one of them because another column is clearly the number. */
export const matchBesideNumber: Tiers = [
  ...aliases.match.filter(([name]) => name !== 'finding'),
  ['line'],
  ['finding'],
]

/** Case, blanks, punctuation, camel case and BOM do not count; `#` is "number". */
export function looseName(header: string): string {
  return header
    .normalize('NFKC')
    .replaceAll('#', ' number')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
