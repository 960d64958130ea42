import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runInNewContext } from 'node:vm'
import type { Abi, Hex } from 'viem'
import type { Artifact } from '../local/artifacts.ts'
import { StackNotBuiltError } from '../local/errors.ts'

const require = createRequire(import.meta.url)

/**
 * A contract of Hyperlane's package, which publishes its bytecode in modules that need ethers: the two literals are read
 * out of the text, and nothing of the module runs.
 *
 * @param path - Of the factory below `typechain/factories/contracts/`, without `__factory.js`.
 * @throws StackNotBuiltError
 */
export function readHyperlaneArtifact(path: string): Artifact {
  try {
    // The package exports its entry alone.
    const folder = dirname(require.resolve('@hyperlane-xyz/core'))
    const file = join(folder, 'typechain/factories/contracts', `${path}__factory.js`)
    const text = readFileSync(file, 'utf8')
    const abi = text.match(/^const _abi = (\[.*?^\]);$/ms)?.[1]
    const bytecode = text.match(/^const _bytecode = "(0x[0-9a-f]+)";$/m)?.[1]
    if (abi === undefined || bytecode === undefined) throw new Error(`${file} has another form`)
    // The literal has names without quotes, so that it is no JSON. Copied, its arrays are this context's own.
    const literal = JSON.parse(runInNewContext(`JSON.stringify(${abi})`)) as Abi
    return { abi: literal, bytecode: bytecode as Hex }
  } catch (cause) {
    throw new StackNotBuiltError(`Hyperlane's ${path}`, { cause })
  }
}
