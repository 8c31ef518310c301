/** The cells of a header alone, without the rows behind it. */
import { readRows } from './read-rows.ts'

/** Why a header cannot be read. Never leaves this file. */
class BadHeader extends Error {}

/**
 * The cells of a first line, or why it cannot be read.
 * @param line the line as bytes, with its end
 */
export async function headerCells(
  line: Buffer,
): Promise<{ readonly cells: readonly string[] } | { readonly bad: string }> {
  let header: readonly string[] = []
  try {
    await readRows(only(line), {
      header(cells) {
        header = [...cells]
        return []
      },
      row: () => undefined,
      bad(_number, reason) {
        throw new BadHeader(reason)
      },
    })
    return { cells: header }
  } catch (caught) {
    if (caught instanceof BadHeader) return { bad: caught.message }
    throw caught
  }
}

async function* only(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk
}
