/**
 * Compiles Chainlink's contracts of Data Streams, whose packages have no artifacts, with the compiler that they name.
 * The local stack, tests and measurements deploy them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const output = join(root, 'build', 'verifier')
const require = createRequire(import.meta.url)

const folder = '@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0'
const names = ['VerifierProxy', 'Verifier']

/** Of OpenZeppelin's contracts only the interface of ERC-165 is imported, which is the same in each version. */
function findFile(path: string): string {
  const file = path
    .replace(/^@chainlink\/contracts\//, 'chainlink-contracts/')
    .replace(/^@openzeppelin\/contracts@[\d.]+\//, '@openzeppelin/contracts/')
  return join(root, 'node_modules', file)
}

const readSource = (path: string) => ({ content: readFileSync(findFile(path), 'utf8') })

interface Output {
  errors?: { severity: string; formattedMessage: string }[]
  contracts: Record<string, Record<string, { abi: unknown; evm: { bytecode: { object: string } } }>>
}

const settings = {
  optimizer: { enabled: true, runs: 200 },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
}
const sources = Object.fromEntries(
  names.map((name) => [`${folder}/${name}.sol`, readSource(`${folder}/${name}.sol`)]),
)
const input = JSON.stringify({ language: 'Solidity', sources, settings })
const compiler = require('solc-0.8.19')
const found = (path: string) => {
  try {
    return { contents: readSource(path).content }
  } catch (error) {
    return { error: String(error) }
  }
}
const result: Output = JSON.parse(compiler.compile(input, { import: found }))
const errors = (result.errors ?? []).filter(({ severity }) => severity === 'error')
if (errors.length > 0) {
  throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
}

mkdirSync(output, { recursive: true })
for (const name of names) {
  const contract = result.contracts[`${folder}/${name}.sol`]?.[name]
  if (contract === undefined) throw new Error(`the compiler returned no ${name}`)
  const { abi, evm } = contract
  const artifact = { contractName: name, abi, bytecode: `0x${evm.bytecode.object}` }
  writeFileSync(join(output, `${name}.json`), `${JSON.stringify(artifact)}\n`)
}
