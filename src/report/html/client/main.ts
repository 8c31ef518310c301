/** The page's own script. Everything on the page can be read without it; it adds search, themes and copying. */
import { startCopying } from './copying.ts'
import { startFindings } from './findings.ts'
import { startPictures } from './pictures.ts'
import { startPrinting } from './printing.ts'
import { startTheme } from './theme.ts'

startTheme()
startCopying()
startPictures()
startPrinting()
startFindings()
