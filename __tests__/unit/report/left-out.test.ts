import { describe, expect, it } from '@jest/globals'
import { adviceForMissing, placeOfLeftOut } from '../../../src/report/left-out.ts'
import { sampleReport, withoutFindingsFile } from './sample-report.ts'

describe('what a file leaves out', () => {
  it('is in findings.csv where the run leaves one', () => {
    expect(placeOfLeftOut(sampleReport())).toBe('in findings.csv')
    expect(adviceForMissing(sampleReport())).toBe('look it up in findings.csv')
  })

  it('is nowhere else, and how to get it is told', () => {
    const report = withoutFindingsFile(sampleReport())
    const notWritten = 'findings.csv, which `formats: csv` asks for, was not written'
    expect(placeOfLeftOut(report)).toBe(`in no file: ${notWritten}`)
    expect(adviceForMissing(report)).toBe(notWritten)
  })
})
