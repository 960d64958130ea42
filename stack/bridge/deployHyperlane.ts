import type { Address } from 'viem'
import { parseAbi } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import { bridgeSigners, SIGNATURES_NEEDED } from './bridgeSigners.ts'
import { readHyperlaneArtifact } from './readFactory.ts'

/** Where Hyperlane is on a local chain. */
export interface Hyperlane {
  mailbox: Address
  /** Its default hook: every message goes into its tree, whose checkpoints the validators sign. */
  merkleTreeHook: Address
  /** Its default module: two of three validators sign a message's id. */
  ism: Address
}

const multisigFactoryAbi = parseAbi([
  'function deploy(address[] values, uint8 threshold) returns (address)',
  'function getAddress(address[] values, uint8 threshold) view returns (address)',
])
const MULTISIG = 'isms/multisig/StaticMultisigIsm.sol/StaticMessageIdMultisigIsmFactory'

/** Hyperlane's own mailbox, tree and multisig module, with test keys for validators. Its domains are chain ids. */
export async function deployHyperlane(client: ChainClient, chainId: number): Promise<Hyperlane> {
  const { deployer } = localAccounts
  const deploy = (path: string, args: readonly unknown[] = []) =>
    deployArtifact(client, deployer, path, readHyperlaneArtifact(path), args)

  const mailbox = await deploy('Mailbox', [chainId])
  const factory = await deploy(MULTISIG)
  const validators = bridgeSigners.hyperlane.map(({ address }) => address)
  const call = {
    address: factory,
    abi: multisigFactoryAbi,
    args: [validators, SIGNATURES_NEEDED],
  } as const
  await send(client, deployer, { ...call, functionName: 'deploy' })
  const ism = await client.readContract({ ...call, functionName: 'getAddress' })
  const merkleTreeHook = await deploy('hooks/MerkleTreeHook', [mailbox])
  // The mailbox needs a second hook. This one takes no fee and does nothing.
  const required = await deploy('hooks/PausableHook')
  await send(client, deployer, {
    address: mailbox,
    abi: readHyperlaneArtifact('Mailbox').abi,
    functionName: 'initialize',
    args: [deployer.address, ism, merkleTreeHook, required],
  })
  return { mailbox, merkleTreeHook, ism }
}
