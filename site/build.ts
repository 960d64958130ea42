/**
 * Builds the site into build/site/html, and fails on any warning, be it of a program that a tool started and that writes
 * to the terminal by itself: so all output is read here.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findWarnings } from './findWarnings.ts'

const script = fileURLToPath(new URL('./buildSite.ts', import.meta.url))
const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] })
let output = ''
for (const stream of [child.stdout, child.stderr]) {
  stream.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stderr.write(text)
  })
}
child.once('close', (status) => {
  const isWarned = findWarnings(output).length > 0
  if (status === 0 && isWarned) console.error('the site was built with warnings, see above')
  process.exitCode = status === 0 && isWarned ? 1 : (status ?? 1)
})
