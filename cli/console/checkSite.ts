import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeChain } from '../../client/network/chains.ts'
import { gimbalFileSchema } from '../../client/network/schema.ts'
import { showText } from '../../core/index.ts'
import { printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { SiteUnreachableError } from './errors.ts'
import { builtSite, listFiles, NETWORKS_FILE, PAGE } from './site.ts'

const PATIENCE_MS = 30_000
/** Requests. */
const AT_ONCE = 8

/**
 * Compares a console that somebody serves with the one that was built here, byte by byte. What it names in networks.json
 * is its host's, and is only told.
 *
 * @param url - As a visitor opens it.
 * @returns status 4 if a file differs or is not there.
 * @throws SiteUnreachableError, ConsoleNotBuiltError
 */
export async function checkSite(url: string, site = builtSite): Promise<ExitCode> {
  const page = new URL(url)
  if (!/\/$|\.html$/.test(page.pathname)) page.pathname += '/'
  const files = await listFiles(site)
  const check = async (file: string): Promise<string[]> => {
    // The page where visitors ask for it: at its own name a host may have another.
    const answer = await ask(file === PAGE ? page : new URL(file, page))
    const isSame = answer.bytes?.equals(await readFile(join(site, file))) === true
    return isSame ? [] : [`${answer.bytes === undefined ? answer.fault : 'DIFFERS'}  ${file}`]
  }
  const faults: string[] = []
  for (let at = 0; at < files.length; at += AT_ONCE) {
    faults.push(...(await Promise.all(files.slice(at, at + AT_ONCE).map(check))).flat())
  }
  const verdict =
    faults.length === 0
      ? `ok: the ${files.length} files at ${page.href} are those built here, byte for byte`
      : `${faults.length} of the ${files.length} files at ${page.href} are not those built here`
  const networks = await ask(new URL(NETWORKS_FILE, page))
  await printText([...faults, verdict, ...describeNetworks(networks)].join('\n'))
  return faults.length === 0 ? exitCodes.ok : exitCodes.verificationFailed
}

type Answer = { bytes: Buffer; fault?: undefined } | { bytes?: undefined; fault: string }

async function ask(url: URL): Promise<Answer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!response.ok) return { fault: `MISSING (HTTP status ${response.status})` }
    return { bytes: Buffer.from(await response.arrayBuffer()) }
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } }
    throw new SiteUnreachableError(url.href, cause?.code ?? message, { cause: error })
  }
}

/** Which contracts a site means by which name; its visitor has to compare them with what a deployment says. */
function describeNetworks({ bytes, fault }: Answer): string[] {
  if (bytes === undefined) return [`${NETWORKS_FILE} there: ${fault}`]
  const content = gimbalFileSchema.safeParse(parse(bytes)).data
  if (content === undefined) return [`${NETWORKS_FILE} there is none that the page takes`]
  return Object.entries(content.networks).map(([name, { chainId = 0, addresses }]) => {
    const where = addresses?.riskParameters ?? 'a file that no page reads'
    return `it names ${showText(name)}: RiskParameters ${where} on ${describeChain(chainId)}`
  })
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
