/**
 * A supervisor with two parts, to be killed by a test: `supervise.ts FOLDER` prints their process ids. Each part notes its
 * end in `FOLDER/ended`, the first one a little after its signal, and each only to the signal that it was started with.
 */
import { join } from 'node:path'
import { ChildPart } from '../../../../stack/local/childPart.ts'

const [folder = ''] = process.argv.slice(2)

const programOf = (name: string, signal: string, delayMs: number) => `
import { appendFileSync } from 'node:fs'
process.on('${signal}', () => setTimeout(() => {
  appendFileSync('${join(folder, 'ended')}', '${name} ')
  process.exit(0)
}, ${delayMs}))
setInterval(() => {}, 1000)
console.log('up')
`

const pids: number[] = []
for (const [name, stopSignal, delayMs] of [
  ['first', 'SIGINT', 200],
  ['second', 'SIGTERM', 0],
] as const) {
  const part = await ChildPart.start({
    name,
    file: process.execPath,
    args: ['--input-type=module', '--eval', programOf(name, stopSignal, delayMs)],
    logFile: join(folder, `${name}.log`),
    stopSignal,
  })
  pids.push(part.identity.pid)
}
console.log(JSON.stringify(pids))
setInterval(() => {}, 1_000)
