import { httpUrlSetting } from '../../files/settings.ts'
import type { Network } from './network.ts'
import { type UrlName, type UrlSettings, urlNames } from './schema.ts'

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
): Pick<Network, UrlName | 'urlProblems'> {
  const urls = {} as Record<UrlName, string | undefined>
  const urlProblems: Partial<Record<UrlName, string>> = {}
  for (const name of urlNames) {
    const level = levels.find((one) => one[name] ?? one[`${name}Variable`])
    const variable = level?.[`${name}Variable`]
    urls[name] = level?.[name]
    if (variable === undefined) continue
    const held = env[variable]?.trim() ?? ''
    if (httpUrlSetting.safeParse(held).success) urls[name] = held
    else {
      const what = held === '' ? 'is not set' : 'holds no http or https URL'
      urlProblems[name] = `${name}Variable: the environment variable ${variable} ${what}; set it`
    }
  }
  const fallback = urlProblems.rpcUrl === undefined ? env[RPC_VARIABLE]?.trim() : undefined
  if (fallback !== undefined && fallback !== '' && urls.rpcUrl === undefined) {
    if (httpUrlSetting.safeParse(fallback).success) urls.rpcUrl = fallback
    else
      urlProblems.rpcUrl = `the environment variable ${RPC_VARIABLE} holds no http or https URL; correct it`
  }
  return { ...urls, ...(rpc !== undefined && { rpcUrl: rpc }), urlProblems }
}
