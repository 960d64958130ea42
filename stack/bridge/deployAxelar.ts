import { type Address, encodeAbiParameters, keccak256, stringToHex } from 'viem'
import { weightedSignersType } from '../../bot/relayer/bridges/axelarTypes.ts'
import { localAccounts } from '../local/accounts.ts'
import { readPublishedArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact } from '../local/chainClient.ts'
import { axelarSigners } from './axelarSigners.ts'

const FOLDER = '@axelar-network/axelar-gmp-sdk-solidity/artifacts/contracts/gateway'
/** How many sets of signers before the last one still count. */
const RETAINED_SETS = 5n
/** Between two rotations of the signers, seconds. */
const ROTATION_DELAY_SEC = 3_600n

/**
 * Axelar's own gateway behind its own proxy, with test keys for signers.
 *
 * @param name - Of this chain, as Axelar's messages name it.
 */
export async function deployAxelar(client: ChainClient, name: string): Promise<Address> {
  const { deployer } = localAccounts
  const deploy = (contract: string, args: readonly unknown[]) => {
    const artifact = readPublishedArtifact(`${FOLDER}/${contract}.sol/${contract}.json`)
    return deployArtifact(client, deployer, contract, artifact, args)
  }
  const gateway = await deploy('AxelarAmplifierGateway', [
    RETAINED_SETS,
    keccak256(stringToHex(name)),
    ROTATION_DELAY_SEC,
  ])
  const setup = encodeAbiParameters(
    [{ type: 'address' }, { ...weightedSignersType, type: 'tuple[]' }],
    [deployer.address, [axelarSigners]],
  )
  return deploy('AxelarAmplifierGatewayProxy', [gateway, deployer.address, setup])
}
