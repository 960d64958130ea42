import { vi } from 'vitest'

/** What a function prints to standard output, beside its result. */
export async function captureOutput<Result>(
  run: () => Promise<Result>,
): Promise<{ result: Result; text: string }> {
  let text = ''
  const capture = (chunk: unknown, ...rest: unknown[]): boolean => {
    text += chunk
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation(capture as typeof process.stdout.write)
  try {
    const result = await run()
    return { result, text }
  } finally {
    write.mockRestore()
  }
}
