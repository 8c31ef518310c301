/** What `lasting-texts.ts` reads. */
export const scenarios = [
  'plain',
  'large',
  'quoted',
  'bad',
  'bad-at-once',
  'repeated',
  'assigned',
  'long-cell',
  'semicolons',
  'single-quotes',
  'single-quotes-large',
  'zip',
  'zip-large',
  'zip-stored',
  'reviewed',
  'findings-csv',
  'control',
] as const
export type Scenario = (typeof scenarios)[number]

/** Never in a source as a whole. */
export function canaryOf(scenario: Scenario): string {
  return ['kAnaRy', scenario, '4711'].join('_')
}
