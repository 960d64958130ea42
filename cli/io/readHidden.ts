import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { UsageError } from '../program/errors.ts'

/**
 * Asks for a secret on the terminal, which does not show what is typed. The question goes to standard error.
 *
 * @throws UsageError if it is broken off by Ctrl-C or Ctrl-D.
 */
export async function readHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({
    input: process.stdin,
    output: silent,
    terminal: true,
    historySize: 0,
  })
  process.stderr.write(question)
  const ended = Promise.withResolvers<never>()
  const end = () => ended.reject(new UsageError('interrupted; nothing was written'))
  terminal.once('SIGINT', end).once('close', end)
  try {
    return await Promise.race([terminal.question(''), ended.promise])
  } finally {
    terminal.removeListener('close', end)
    terminal.close()
    process.stderr.write('\n')
  }
}
