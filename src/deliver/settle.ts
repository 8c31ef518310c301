/** The loop in which a verdict and everything that states it settle. */
import { asGateError, type GateError } from '../errors.ts'
import { type Verdict, worsened } from '../judge/verdict.ts'
import type { Report } from '../report/model.ts'

/** One thing that states the verdict of a run to the outside. */
export type Delivery = {
  /** Whether nothing is left to do for this report. */
  isDelivered(report: Report): boolean
  /** Does it, in place of what was delivered for an earlier report. A failure makes a green verdict an error. */
  deliver(report: Report): Promise<void>
}

/**
 * Walks the deliveries in their order. Where a failure or a stop worsens the verdict, or a delivery adds to `notes`, the
 * report is built anew and the walk begins again, so that nothing goes on stating the old one. Returns the report that was
 * delivered. Nothing is awaited between its last look at `stop` and its return.
 *
 * It ends: each delivery is tried once for each verdict and note, and there are at most two verdicts, since `worsened`
 * turns a green one into an error and leaves every other as it is.
 * @param notes that `reportOf` puts into its reports; a delivery that adds one is not tried again
 */
export async function settle(
  deliveries: readonly Delivery[],
  first: Verdict,
  reportOf: (verdict: Verdict) => Report,
  stop: AbortSignal,
  notes: readonly string[] = [],
): Promise<Report> {
  let verdict = first
  let report = reportOf(verdict)
  const tried = new Set<Delivery>()
  const withNote = new Set<Delivery>()
  const renew = (): void => {
    report = reportOf(verdict)
    tried.clear()
  }
  const worsen = (failure: GateError): void => {
    const worse = worsened(verdict, failure)
    if (worse === verdict) return
    verdict = worse
    renew()
  }
  while (true) {
    if (stop.aborted) worsen(asGateError(stop.reason))
    const next = deliveries.find(
      (delivery) => !tried.has(delivery) && !withNote.has(delivery) && !delivery.isDelivered(report),
    )
    if (next === undefined) return report
    tried.add(next)
    const known = notes.length
    try {
      await next.deliver(report)
      if (notes.length > known) {
        withNote.add(next)
        renew()
      }
    } catch (caught) {
      // Whatever a stop broke, the stop is the reason.
      worsen(asGateError(stop.aborted ? stop.reason : caught))
    }
  }
}
