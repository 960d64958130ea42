import type { NetworkFileText } from '../../../../client/network/schema.ts'

/** An address of one digit. */
export const accountOf = (digit: number) => `0x${`${digit}`.repeat(40)}`

/** The file of a network, with the changes that a test needs. */
export function createNetworkFile(changes: Partial<NetworkFileText> = {}): NetworkFileText {
  return {
    chainId: 1,
    contracts: {
      RiskParameters: { address: accountOf(1), blockNumber: 25 },
      GimbalGovernor: { address: accountOf(2), blockNumber: 22 },
      GimbalToken: { address: accountOf(3), blockNumber: 20 },
      TimelockController: { address: accountOf(4), blockNumber: 21 },
    },
    ...changes,
  }
}

/** Another chain of a network, with the changes that a test needs. */
export function createRemote(
  changes: Partial<NonNullable<NetworkFileText['remotes']>[number]> = {},
): NonNullable<NetworkFileText['remotes']>[number] {
  return {
    name: 'optimism',
    chainId: 10,
    startBlock: 5,
    contracts: {
      remoteParameters: accountOf(1),
      governanceReceiver: accountOf(2),
      timelock: accountOf(3),
      accessManager: accountOf(4),
    },
    messengers: [{ name: 'axelar', address: accountOf(5) }],
    ...changes,
  }
}
