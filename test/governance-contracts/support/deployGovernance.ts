import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import hre from 'hardhat'
import { type Abi, type Address, type Hex, parseEther, zeroHash } from 'viem'

const require = createRequire(import.meta.url)

export const votingDelaySec = 86_400
export const votingPeriodSec = 432_000
export const timelockDelaySec = 172_800
export const space = 'gimbal.eth'

/** An in-process chain with the clients of its first account, which deploys. */
export async function connect() {
  const connection = await hre.network.create()
  const [deployer] = await connection.viem.getWalletClients()
  if (deployer === undefined) throw new Error('the chain has no account')
  return {
    connection,
    viem: connection.viem,
    deployer,
    publicClient: await connection.viem.getPublicClient(),
    testClient: await connection.viem.getTestClient(),
  }
}

export type Chain = Awaited<ReturnType<typeof connect>>

/**
 * Deploys governance in the order of docs/security.md. Afterwards the deployer holds no role.
 *
 * @param amounts 18 decimals each, one per holder.
 */
export async function deployGovernance(
  chain: Chain,
  holders: readonly Address[],
  amounts: readonly bigint[],
) {
  const { viem, deployer } = chain
  const token = await viem.deployContract('GimbalToken', [holders, amounts])
  const timelock = await deployPublished(chain, 'TimelockController', [
    timelockDelaySec,
    [],
    [],
    deployer.account.address,
  ])
  const governor = await viem.deployContract('GimbalGovernor', [
    token.address,
    timelock.address,
    {
      votingDelaySec,
      votingPeriodSec,
      proposalThreshold: parseEther('5'),
      quorumPercent: 40n,
      voteExtensionSec: 86_400,
      snapshotSpace: space,
    },
  ])
  const manager = await deployPublished(chain, 'AccessManager', [deployer.account.address])

  await manager.write('grantRole', [0n, timelock.address, 0])
  await manager.write('renounceRole', [0n, deployer.account.address])
  for (const role of ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE']) {
    await timelock.write('grantRole', [await timelock.read(role), governor.address])
  }
  await timelock.write('renounceRole', [zeroHash, deployer.account.address])
  return { token, timelock, governor, manager }
}

export type Governance = Awaited<ReturnType<typeof deployGovernance>>

/** Deploys a contract of OpenZeppelin's package from the bytecode that the package carries. */
export async function deployPublished(chain: Chain, name: string, args: readonly unknown[]) {
  const path = require.resolve(`@openzeppelin/contracts/build/contracts/${name}.json`)
  const artifact: { abi: Abi; bytecode: Hex } = JSON.parse(await readFile(path, 'utf8'))
  const { deployer: wallet, publicClient } = chain
  const { abi } = artifact
  const hash = await wallet.deployContract({ abi, bytecode: artifact.bytecode, args })
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash })
  if (typeof contractAddress !== 'string') throw new Error(`${name} was not deployed`)
  const address = contractAddress
  return {
    abi,
    address,
    read: (functionName: string, parameters: readonly unknown[] = []) =>
      publicClient.readContract({ abi, address, functionName, args: parameters }),
    write: async (functionName: string, parameters: readonly unknown[]) => {
      const sent = await wallet.writeContract({ abi, address, functionName, args: parameters })
      await publicClient.waitForTransactionReceipt({ hash: sent })
    },
  }
}
