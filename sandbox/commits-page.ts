/** A small web page: the commits of a repository with build status, report and annotations, for human eyes. */
import type { BuildStatus } from './build-statuses.ts'
import type { InsightAnnotation, InsightReport } from './code-insights.ts'
import type { BranchHead, Commit } from './git.ts'
import type { Instance } from './instance.ts'
import { html, type Reply } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { commitKey } from './rest-feedback.ts'

const COMMITS_PER_BRANCH = 20

type ShownCommit = {
  readonly commit: Commit
  readonly branches: readonly string[]
  readonly builds: readonly BuildStatus[]
  readonly reports: readonly InsightReport[]
  readonly annotations: readonly InsightAnnotation[]
}

/** The page of one repository: newest commits of all its branches. It asks for no session: it is a sandbox. */
export async function commitsPage(instance: Instance, entry: RepositoryEntry): Promise<Reply> {
  const heads = await entry.content.heads()
  const commits = new Map<string, Commit>()
  for (const head of heads) {
    for (const commit of await entry.content.commits(head.commit, COMMITS_PER_BRANCH)) {
      commits.set(commit.id, commit)
    }
  }
  const shown = [...commits.values()]
    .sort((a, b) => b.at - a.at)
    .map((commit) => withFeedback(instance, entry, commit, heads))
  const title = `${entry.project} / ${entry.slug}: commits`
  return html(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><h1>${escapeHtml(title)}</h1>
<table><thead><tr><th>Commit</th><th>Branches</th><th>Author</th><th>Date</th><th>Message</th><th>Builds and reports</th></tr></thead>
<tbody>${shown.map(row).join('\n')}</tbody></table></body></html>`)
}

/** The front page: where to go. */
export function repositoriesPage(instance: Instance): Reply {
  const items = instance.repositories.all.map((entry) => {
    const address = `projects/${encodeURIComponent(entry.project)}/repos/${encodeURIComponent(entry.slug)}/commits`
    return `<li><a href="${instance.contextPath}/${address}">${escapeHtml(`${entry.project}/${entry.slug}`)}</a></li>`
  })
  return html(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox</title><style>${style}</style></head>
<body><h1>Sandbox of Bitbucket and Soteri</h1><ul>${items.join('\n')}</ul></body></html>`)
}

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#172b4d}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ddd}
code{font-family:ui-monospace,monospace}.state{font-weight:600;padding:0 .4rem;border-radius:3px;color:#fff}
.good{background:#1f6b45}.bad{background:#ae2a19}.open{background:#44546f}ul{margin:.2rem 0;padding-left:1.2rem}`

function withFeedback(
  instance: Instance,
  entry: RepositoryEntry,
  commit: Commit,
  heads: readonly BranchHead[],
): ShownCommit {
  const key = commitKey(entry, commit.id)
  return {
    commit,
    branches: heads.filter((head) => head.commit === commit.id).map((head) => head.name),
    builds: instance.builds.of(key),
    reports: instance.insights.reports(key),
    annotations: instance.insights.annotations(key),
  }
}

function row({ commit, branches, builds, reports, annotations }: ShownCommit): string {
  const [subject = ''] = commit.message.split('\n')
  const feedback = [...builds.map(buildItem), ...reports.map((report) => reportItem(report, annotations))]
  return `<tr id="${commit.id}"><td><code>${commit.id.slice(0, 11)}</code></td><td>${branches.map(escapeHtml).join('<br>')}</td>
<td>${escapeHtml(commit.author)}</td><td>${new Date(commit.at).toISOString().slice(0, 10)}</td><td>${escapeHtml(subject)}</td>
<td>${feedback.join('\n')}</td></tr>`
}

function buildItem(build: BuildStatus): string {
  const link = `<a href="${escapeHtml(build.url)}">${escapeHtml(build.name ?? build.key)}</a>`
  return `<div class="build">${state(build.state)} ${link} ${escapeHtml(build.description ?? '')}</div>`
}

function reportItem(report: InsightReport, annotations: readonly InsightAnnotation[]): string {
  const fields = report.data.map(
    (field) => `<li>${escapeHtml(field.title)}: ${escapeHtml(fieldText(field.value))}</li>`,
  )
  const own = annotations
    .filter((each) => each.reportKey === report.key)
    .map((each) => {
      const place = each.path === null ? '' : ` <code>${escapeHtml(each.path)}:${each.line ?? 0}</code>`
      return `<li class="annotation">${escapeHtml(each.severity)}${place} ${escapeHtml(each.message)}</li>`
    })
  return `<details class="report" open><summary>${state(report.result ?? 'NO RESULT')} ${escapeHtml(report.title)}</summary>
<p>${escapeHtml(report.details ?? '')}</p><ul>${fields.join('')}</ul><ul>${own.join('')}</ul></details>`
}

function fieldText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function state(word: string): string {
  const good = word === 'SUCCESSFUL' || word === 'PASS'
  const bad = word === 'FAILED' || word === 'FAIL'
  return `<span class="state ${good ? 'good' : bad ? 'bad' : 'open'}">${escapeHtml(word)}</span>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
