import { findHeldUrlFault } from '../../http/findUrlFault.ts'
import type { UrlsOfNetwork } from './network.ts'
import { type RemoteEntry, remoteUrlNames } from './remoteSchema.ts'
import { type UrlSettings, urlNames } from './schema.ts'

/** Asked where no file and no option names a node. */
const RPC_VARIABLE = 'GIMBAL_RPC_URL'

/**
 * The URLs of a network: of each the first that one of `levels` settles.
 *
 * @param rpc - A node's URL that overrules them.
 */
export function readUrls(
  levels: readonly UrlSettings[],
  rpc: string | undefined,
  env: NodeJS.ProcessEnv,
): UrlsOfNetwork {
  const { urls, secretUrls, urlProblems } = settleUrls(urlNames, levels, env)
  const fallback = urlProblems.rpcUrl === undefined ? env[RPC_VARIABLE]?.trim() : undefined
  if (fallback !== undefined && fallback !== '' && urls.rpcUrl === undefined) {
    const fault = findHeldUrlFault(fallback)
    if (fault === undefined) {
      urls.rpcUrl = fallback
      secretUrls.add('rpcUrl')
    } else urlProblems.rpcUrl = `the environment variable ${RPC_VARIABLE} ${fault}`
  }
  if (rpc !== undefined) {
    urls.rpcUrl = rpc
    secretUrls.delete('rpcUrl')
  }
  return { ...urls, urlProblems, secretUrls: [...secretUrls] }
}

/** The URLs of another chain. Nothing stands in for one that its entry does not give. */
export function readRemoteUrls(remote: RemoteEntry, env: NodeJS.ProcessEnv) {
  const { urls, secretUrls, urlProblems } = settleUrls(remoteUrlNames, [remote], env)
  return { ...urls, urlProblems, secretUrls: [...secretUrls] }
}

/** Of each URL the first that one of `levels` settles, and what keeps one from being known. */
function settleUrls<Name extends string>(
  names: readonly Name[],
  levels: readonly { [Key in Name | `${Name}Variable`]?: string | undefined }[],
  env: NodeJS.ProcessEnv,
) {
  const urls = {} as Record<Name, string | undefined>
  const secretUrls = new Set<Name>()
  const urlProblems: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const level = levels.find((one) => one[name] ?? one[`${name}Variable`])
    const variable: string | undefined = level?.[`${name}Variable`]
    urls[name] = level?.[name]
    if (variable === undefined) continue
    const held = env[variable]?.trim() ?? ''
    const fault = held === '' ? 'is not set; set it' : findHeldUrlFault(held)
    if (fault === undefined) {
      urls[name] = held
      secretUrls.add(name)
    } else {
      urlProblems[name] = `${name}Variable: the environment variable ${variable} ${fault}`
    }
  }
  return { urls, secretUrls, urlProblems }
}
