import { createRequire } from 'node:module'
import { StackProgramError } from './errors.ts'

const require = createRequire(import.meta.url)

interface Program {
  /** The package that holds it on a platform, and its path in there. Undefined if it is not published for the platform. */
  path(platform: string, arch: string): string | undefined
  /** Advice if the program is missing. */
  instead: string
}

const foundryArchs: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }
const foundryPlatforms = ['linux', 'darwin']

const programs = {
  anvil: {
    path: (platform, arch) => {
      const name = foundryArchs[arch]
      if (name === undefined || !foundryPlatforms.includes(platform)) return undefined
      return `@foundry-rs/anvil-${platform}-${name}/bin/anvil`
    },
    instead: 'start anvil yourself and give its URL with --rpc',
  },
  'graph-node': {
    path: (platform, arch) => {
      return platform === 'linux' && arch === 'x64'
        ? '@graphprotocol/gnd-linux-x64/bin/gnd'
        : undefined
    },
    instead:
      'start chain and contracts alone with --no-index; docs/subgraph.md says how your own graph-node ' +
      'gets the subgraph',
  },
} as const satisfies Record<string, Program>

/**
 * The path of a program that the stack starts.
 *
 * @throws StackProgramError if there is none for this platform, or its package is not installed.
 */
export function findProgram(
  name: keyof typeof programs,
  platform: string = process.platform,
  arch: string = process.arch,
): string {
  const { path, instead } = programs[name]
  const found = path(platform, arch)
  if (found === undefined) {
    throw new StackProgramError(`no ${name} is published for ${platform} ${arch}; ${instead}`)
  }
  try {
    return require.resolve(found)
  } catch (cause) {
    const [scope, unscoped] = found.split('/')
    throw new StackProgramError(
      `the package ${scope}/${unscoped} is not installed; run \`npm run setup\`, or ${instead}`,
      { cause },
    )
  }
}
