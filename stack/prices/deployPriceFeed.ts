import { readFileSync } from 'node:fs'
import { type Address, parseAbi, zeroAddress } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { type Artifact, readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import { StackNotBuiltError } from '../local/errors.ts'
import { TEST_FAULTS, testConfigDigest, testFeedId, testSignerAddresses } from './testSigners.ts'

/** Signed prices on a local chain. */
export interface LocalPriceFeed {
  /** DataStreamsVerifier, before Chainlink's own proxy. */
  verifier: Address
  /** PriceFeed of the stack's own ether in dollars. */
  feed: Address
  /** PricedPush. */
  carrier: Address
}

export interface LocalFeedTerms {
  maxAgeSec: number
  /** Of the pool's mean price that is compared. */
  windowSec: number
  isRequired: boolean
}

const proxyAbi = parseAbi(['function initializeVerifier(address verifier)'])
const verifierAbi = parseAbi([
  'struct AddressAndWeight { address addr; uint64 weight; }',
  'function setConfig(bytes32 configDigest, address[] signers, uint8 f, AddressAndWeight[] recipients)',
])

/** Deploys Chainlink's verifier with the stack's test signers, this project's adapter, a feed, and what carries reports. */
export async function deployPriceFeed(
  client: ChainClient,
  { maxAgeSec, windowSec, isRequired }: LocalFeedTerms,
): Promise<LocalPriceFeed> {
  const { deployer } = localAccounts
  const deploy = (name: string, artifact: Artifact, args: readonly unknown[] = []) =>
    deployArtifact(client, deployer, name, artifact, args)
  const proxy = await deploy('VerifierProxy', readVerifier('VerifierProxy'), [zeroAddress])
  const chainlink = await deploy('Verifier', readVerifier('Verifier'), [proxy])
  await send(client, deployer, {
    address: proxy,
    abi: proxyAbi,
    functionName: 'initializeVerifier',
    args: [chainlink],
  })
  await send(client, deployer, {
    address: chainlink,
    abi: verifierAbi,
    functionName: 'setConfig',
    args: [testConfigDigest, testSignerAddresses, TEST_FAULTS, []],
  })
  const own = (name: string, args: readonly unknown[] = []) =>
    deploy(name, readArtifact(`prices/${name}`), args)
  const verifier = await own('DataStreamsVerifier', [proxy])
  const settings = { verifier, feedId: testFeedId, maxAgeSec, windowSec, isRequired }
  return { verifier, feed: await own('PriceFeed', [settings]), carrier: await own('PricedPush') }
}

/** @throws StackNotBuiltError: a checkout builds it, the package has none. */
function readVerifier(name: string): Artifact {
  const file = new URL(`../../build/verifier/${name}.json`, import.meta.url)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new StackNotBuiltError(`Chainlink's ${name}`, { cause })
  }
}
