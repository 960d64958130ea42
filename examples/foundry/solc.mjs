#!/usr/bin/env node
/** The compiler of the npm package `solc`, with the command line of the program `solc` as far as forge uses it. */
import { readFileSync } from 'node:fs'
import solc from 'solc'

if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
} else {
  // forge gives each source with its text, so no file is looked for.
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
}
