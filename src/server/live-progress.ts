/** What a live display shows of a wait: a line for all, and a bar for each target. Pure. */
import { bar, progressText, spokenDuration, type TargetProgress, type WaitProgress } from './wait-progress.ts'

const TARGET_BAR = 12

/** Before this a guess of the time left would jump about: ms, and a part of the whole. */
const GUESS_AFTER_MS = 5000
const GUESS_AFTER_FRACTION = 0.02

/**
 * `[#####-----] 3 of 6 done, 2 running, 1 queued, 45 s, about 2 min left`, then a line like
 * `  [####--------]     37%  PROJ/repo@main` for each target, those that run first.
 */
export function liveText(progress: WaitProgress): string {
  return [progressText(progress) + timeLeft(progress), ...progress.targets.map(targetLine)].join('\n')
}

/** Targets take about as long as each other, so what is left takes as long as what is done, by its part. */
function timeLeft({ elapsedMs, fraction }: WaitProgress): string {
  if (elapsedMs < GUESS_AFTER_MS || fraction < GUESS_AFTER_FRACTION || fraction >= 1) return ''
  return `, about ${spokenDuration((elapsedMs * (1 - fraction)) / fraction)} left`
}

function targetLine({ name, state, percent }: TargetProgress): string {
  const word = percent === null || state === 'done' ? state : `${Math.floor(percent)}%`
  return `  ${bar((percent ?? 0) / 100, TARGET_BAR)} ${word.padStart(7)}  ${name}`
}
