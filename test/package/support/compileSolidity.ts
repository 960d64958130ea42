import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

interface Diagnostic {
  severity: string
  formattedMessage: string
}

const solc = createRequire(import.meta.url)('solc') as {
  compile(
    input: string,
    callbacks: { import(path: string): { contents: string } | { error: string } },
  ): string
}

/**
 * Compiles Solidity files of a folder as Foundry does with the remapping of docs/packages.md: what is not in the folder
 * is in a package.
 *
 * @returns the compiler's errors and warnings.
 */
export function compileSolidity(folder: string, files: readonly string[]): string[] {
  const read = (path: string) => {
    const places = [join(folder, path), join(folder, 'node_modules', path)]
    const file = places.find(existsSync)
    return file === undefined ? undefined : readFileSync(file, 'utf8')
  }
  const sources = Object.fromEntries(files.map((file) => [file, { content: read(file) }]))
  const settings = { outputSelection: { '*': { '*': ['abi'] } } }
  const input = JSON.stringify({ language: 'Solidity', sources, settings })
  const output = solc.compile(input, {
    import(path) {
      const contents = read(path)
      return contents === undefined ? { error: `no file ${path}` } : { contents }
    },
  })
  const { errors = [] } = JSON.parse(output) as { errors?: Diagnostic[] }
  return errors.map(({ formattedMessage }) => formattedMessage)
}
