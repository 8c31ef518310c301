/** The fault layer: sees each request before the server and plays one scenario. Without one it lets everything pass. */
import { json, type Reply } from '../reply.ts'
import {
  type Delivery,
  type FaultRequest,
  type FaultRule,
  type FaultScenario,
  type FaultScene,
  resourceOf,
} from './scenario.ts'

/** A reply, and how it travels. */
export type Passed = { readonly reply: Reply; readonly delivery: Delivery }

type FaultLayer = (request: FaultRequest, answer: () => Promise<Reply>) => Promise<Passed>

type FaultSurroundings = {
  readonly baseUrl: () => string
  readonly first: { readonly project: string; readonly slug: string }
  readonly restart: () => void
  readonly branchEvent: () => void
  readonly cancel: () => Promise<void>
}

const whole: Delivery = { kind: 'whole' }
const noReply: Reply = { status: 0, headers: {}, body: Buffer.alloc(0) }

/** Plays `scenario`; the first rule that hits a request decides. */
export function createFaultLayer(scenario: FaultScenario | undefined, around: FaultSurroundings): FaultLayer {
  const matched = new Map<FaultRule, number>()

  /** The rule that hits this request, with the number of its hit. */
  const hitBy = (request: FaultRequest): { rule: FaultRule; hit: number } | null => {
    for (const rule of scenario?.rules ?? []) {
      if (!concerns(rule, request, around.first)) continue
      const seen = (matched.get(rule) ?? 0) + 1
      matched.set(rule, seen)
      const hit = seen - (rule.after ?? 0)
      if (hit >= 1 && hit <= (rule.times ?? Number.POSITIVE_INFINITY)) return { rule, hit }
    }
    return null
  }

  return async (request, answer) => {
    const found = hitBy(request)
    if (found === null) return { reply: await answer(), delivery: whole }
    const action = found.rule.does
    const scene: FaultScene = { ...request, hit: found.hit, baseUrl: around.baseUrl(), first: around.first }
    switch (action.kind) {
      case 'answer':
        return { reply: action.reply(scene), delivery: whole }
      case 'change':
        return { reply: action.change(await answer(), scene), delivery: whole }
      case 'deliver':
        return { reply: await answer(), delivery: action.delivery }
      case 'drop':
        return { reply: noReply, delivery: { kind: 'nothing', by: action.by } }
      case 'branch-event': {
        const reply = await answer()
        around.branchEvent()
        return { reply, delivery: whole }
      }
      case 'cancel':
        await around.cancel()
        return { reply: await answer(), delivery: whole }
      case 'restart':
        around.restart()
        return { reply: json({ message: 'Bitbucket is starting up' }, 503), delivery: whole }
    }
  }
}

function concerns(rule: FaultRule, request: FaultRequest, first: { project: string; slug: string }): boolean {
  if (rule.on !== 'any' && rule.on !== resourceOf(request.method, request.path)) return false
  if (rule.only?.(request) === false) return false
  if (rule.onlyFirstRepository !== true) return true
  const [address = ''] = request.path.split('?')
  const segments = address.split('/').map((segment) => decodeURIComponent(segment))
  const at = segments.indexOf('repos')
  return segments[at - 1] === first.project && segments[at + 1] === first.slug
}
