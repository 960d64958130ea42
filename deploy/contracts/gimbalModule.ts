import { createRequire } from 'node:module'
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { type Hex, keccak256, stringToHex, toFunctionSelector, zeroHash } from 'viem'
import { type BlockSource, blockSources } from './blockSource.ts'
import type { DeployConfig, VaultConfig } from './deployConfig.ts'
import { toVaultArguments } from './vaultArguments.ts'

const require = createRequire(import.meta.url)

/** AccessManager's role of who may halt a market or put it on its fallback. Role 0 is the admin's. */
const GUARDIAN_ROLE = 1n

/** The functions of RiskParameters that the guardian may call. */
export const guardianFunctions = ['halt(bytes32)', 'useFallback(bytes32)'] as const

/** Roles of the timelock that the Governor alone gets. */
export const timelockRoles = ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'] as const

export function hashRole(name: string): Hex {
  return keccak256(stringToHex(name))
}

/** The bytecode that OpenZeppelin's package carries, which explorers know. */
export function readPublishedArtifact(name: 'AccessManager' | 'TimelockController') {
  return require(`@openzeppelin/contracts/build/contracts/${name}.json`)
}

/**
 * The deployment as Ignition's module, in the order of docs/security.md. Every step waits for the
 * one before it, so that the order is one and the deployer gives his roles away last: he holds none afterwards.
 *
 * @param coreHash - The hash of the Wasm core whose twin the compiled-in standard model is.
 * @param blockSource - How the chain counts its blocks.
 * @param vault - The reference vault, if it is to be deployed as well: the last step.
 */
export function createGimbalModule(
  config: DeployConfig,
  coreHash: Hex,
  blockSource: BlockSource,
  vault?: VaultConfig,
) {
  const { token: distribution, timelock: delays, governor: settings, guardian } = config
  return buildModule('Gimbal', (m) => {
    const deployer = m.getAccount(0)
    const { holders } = distribution
    const token = m.contract('GimbalToken', [
      holders.map(({ account }) => account),
      holders.map((holder) => holder.tokens),
    ])
    const timelock = m.contract(
      'TimelockController',
      readPublishedArtifact('TimelockController'),
      [delays.minDelaySec, [], [], deployer],
      { after: [token] },
    )
    const governor = m.contract('GimbalGovernor', [
      token,
      timelock,
      {
        votingDelaySec: settings.votingDelaySec,
        votingPeriodSec: settings.votingPeriodSec,
        proposalThreshold: settings.proposalThresholdTokens,
        quorumPercent: settings.quorumPercent,
        voteExtensionSec: settings.voteExtensionSec,
        snapshotSpace: settings.snapshotSpace,
      },
    ])
    const manager = m.contract(
      'AccessManager',
      readPublishedArtifact('AccessManager'),
      [deployer],
      { after: [governor] },
    )
    const riskParameters = m.contract('RiskParameters', [
      manager,
      coreHash,
      blockSources.indexOf(blockSource),
    ])

    const restricted = m.call(
      manager,
      'setTargetFunctionRole',
      [riskParameters, guardianFunctions.map((name) => toFunctionSelector(name)), GUARDIAN_ROLE],
      { id: 'OpenToGuardian' },
    )
    const labelled = m.call(manager, 'labelRole', [GUARDIAN_ROLE, 'GUARDIAN'], {
      id: 'LabelGuardian',
      after: [restricted],
    })
    const guarded = m.call(manager, 'grantRole', [GUARDIAN_ROLE, guardian, 0], {
      id: 'GrantGuardian',
      after: [labelled],
    })
    const governed = m.call(manager, 'grantRole', [0n, timelock, 0], {
      id: 'GrantManagerAdmin',
      after: [guarded],
    })
    let last = m.call<string, string>(manager, 'renounceRole', [0n, deployer], {
      id: 'RenounceManagerAdmin',
      after: [governed],
    })
    for (const name of timelockRoles) {
      last = m.call(timelock, 'grantRole', [hashRole(name), governor], {
        id: `Grant_${name}`,
        after: [last],
      })
    }
    last = m.call(timelock, 'renounceRole', [zeroHash, deployer], {
      id: 'RenounceTimelockAdmin',
      after: [last],
    })
    if (vault !== undefined) {
      const { name, symbol, ...settings } = toVaultArguments(vault)
      m.contract('RebalancingVault', [name, symbol, { riskParameters, ...settings }], {
        after: [last],
      })
    }
    return { token, timelock, governor, manager, riskParameters }
  })
}

export type GimbalModule = ReturnType<typeof createGimbalModule>
