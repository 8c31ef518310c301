import { describe, expect, it } from '@jest/globals'
import { addState, noStates, statesOf } from '../../../src/server/scan-state.ts'

describe('seen states', () => {
  it('are kept when they differ from the one before, with their time', () => {
    const states = noStates()
    expect(
      ['scheduled', 'scheduled', 'running', 'scheduled'].map((s, i) => addState(states, s, i * 1000)),
    ).toEqual([true, false, true, true])
    expect(statesOf(states)).toEqual([
      { at: '1970-01-01T00:00:00.000Z', state: 'scheduled' },
      { at: '1970-01-01T00:00:02.000Z', state: 'running' },
      { at: '1970-01-01T00:00:03.000Z', state: 'scheduled' },
    ])
  })

  it('are all kept up to thirty at each end, and one is left out beyond', () => {
    const keptOf = (count: number) => {
      const states = noStates()
      for (let i = 0; i < count; i++) expect(addState(states, `s${i}`, i)).toBe(true)
      return statesOf(states)
    }
    expect(keptOf(60).map(({ state }) => state)).toEqual(Array.from({ length: 60 }, (_, i) => `s${i}`))
    expect(keptOf(61)[30]).toEqual({ at: '1970-01-01T00:00:00.031Z', state: '(1 states left out)' })
  })

  it('are not repeated beyond the first thirty either', () => {
    const states = noStates()
    for (let i = 0; i < 35; i++) addState(states, `s${i}`, i)
    expect(addState(states, 's34', 35)).toBe(false)
    expect(statesOf(states)).toHaveLength(35)
  })

  it('stay bounded: beginning and end are kept, the middle is counted', () => {
    const states = noStates()
    for (let i = 0; i < 10_000; i++) addState(states, `s${i}`, i)
    const kept = statesOf(states)
    expect(kept).toHaveLength(61)
    expect(kept[0]?.state).toBe('s0')
    expect(kept[30]?.state).toBe('(9940 states left out)')
    expect(kept.at(-1)?.state).toBe('s9999')
  })
})
