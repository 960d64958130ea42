import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Abi } from 'viem'
import type { YulBlock, YulObject } from './yul.ts'

/** The settings that deployed contracts are compiled with (hardhat.config.ts). */
const settings = {
  viaIR: true,
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'osaka',
  // The syntax tree of Yul is an experiment of the compiler's; the code is the same.
  experimental: true,
}

/** A change of a source: `from` has to be there exactly once. */
export interface Mutation {
  readonly file: string
  readonly from: string
  readonly to: string
}

export interface Compiled {
  readonly abi: Abi
  /** What is deployed, in the compiler's optimized Yul. */
  readonly code: YulBlock
  /** What is deployed, in hex. */
  readonly bytecode: string
}

interface Solc {
  readonly compile: (input: string, callbacks: { import: (path: string) => Source }) => string
}
type Source = { readonly contents: string } | { readonly error: string }

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Artifact>>>>
}
interface Artifact {
  readonly abi: Abi
  readonly irOptimizedAst: YulObject
  readonly evm: { readonly deployedBytecode: { readonly object: string } }
}

/** Compiles the contract of a file of its name. */
export function compile(root: string, file: string, mutation?: Mutation): Compiled {
  const name = file.replace(/^.*\/|\.sol$/g, '')
  const read = (path: string): string => readSource(root, path, mutation)
  const outputs = ['abi', 'irOptimizedAst', 'evm.deployedBytecode.object']
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: read(file) } },
    settings: { ...settings, outputSelection: { [file]: { [name]: outputs } } },
  }
  const solc = createRequire(join(root, 'package.json'))('solc') as Solc
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), {
      import: (path) => {
        try {
          return { contents: read(path) }
        } catch (error) {
          return { error: String(error) }
        }
      },
    }),
  ) as Output
  const failure = output.errors?.find(({ severity }) => severity === 'error')
  if (failure) throw new Error(`${file} does not compile: ${failure.formattedMessage}`)
  const artifact = output.contracts?.[file]?.[name]
  const deployed = artifact?.irOptimizedAst.subObjects?.find(
    ({ nodeType }) => nodeType === 'YulObject',
  )
  if (!artifact || !deployed) throw new Error(`${file} has no contract ${name} that is deployed`)
  return {
    abi: artifact.abi,
    code: deployed.code.block,
    bytecode: artifact.evm.deployedBytecode.object,
  }
}

function readSource(root: string, path: string, mutation: Mutation | undefined): string {
  const place = path.startsWith('@') ? join('node_modules', path) : path
  const text = readFileSync(join(root, place), 'utf8')
  if (mutation?.file !== path) return text
  const pieces = text.split(mutation.from)
  if (pieces.length !== 2) {
    throw new Error(`${path} has ${pieces.length - 1} times: ${mutation.from}`)
  }
  return pieces.join(mutation.to)
}
