/** The view of the findings in the address of the page: everything that a link to it has to say. Pure. */
import { facets } from './findings-columns.ts'
import { firstView, groupings, type Scene, sortKeys, type View } from './findings-view.ts'

/** What follows `#`; '' for the first view. */
export function addressOf({ view, choices }: Pick<Scene, 'view' | 'choices'>): string {
  const { search, sort, group, filters, folded } = view
  const parts: (readonly [string, string])[] = [
    ...facets.flatMap((facet) => {
      const chosen = choices[facet].find(({ place }) => place === filters[facet])
      return chosen === undefined ? [] : [[facet, chosen.text] as const]
    }),
    ...(search === '' ? [] : [['search', search] as const]),
    ...(group === null ? [] : [['group', group] as const]),
    ...(folded ? [['folded', 'shown'] as const] : []),
    ...(sort === null ? [] : [['sort', `${sort.descending ? '-' : ''}${sort.key}`] as const]),
  ]
  return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}

/** The view that an address asks for; `null` for one that asks for no view. Unknown values are left out. */
export function viewOfAddress(address: string, { choices }: Pick<Scene, 'choices'>): Partial<View> | null {
  const given = new Map(
    address.split('&').flatMap((part) => {
      const [name = '', value] = part.split(/=(.*)/s)
      return value === undefined ? [] : [[name, decoded(value)] as const]
    }),
  )
  const known: readonly string[] = [...facets, 'search', 'group', 'sort', 'folded']
  if (![...given.keys()].some((name) => known.includes(name))) return null
  const filters = facets.flatMap((facet) => {
    const choice = choices[facet].find(({ text }) => text === given.get(facet))
    return choice === undefined ? [] : [[facet, choice.place] as const]
  })
  const sort = given.get('sort') ?? ''
  const key = sortKeys.find((one) => one === sort.replace(/^-/, ''))
  return {
    ...firstView,
    search: given.get('search') ?? '',
    filters: Object.fromEntries(filters),
    group: groupings.find((one) => one === given.get('group')) ?? null,
    folded: given.get('folded') === 'shown',
    sort: key === undefined ? null : { key, descending: sort.startsWith('-') },
  }
}

/** A link that was cut or typed by hand may have no valid encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
