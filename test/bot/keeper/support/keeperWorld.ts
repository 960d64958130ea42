import hre from 'hardhat'
import { type Address, parseAbi, parseEther } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import type { KeptVault } from '../../../../bot/keeper/actionErrand.ts'
import { actionNames, actionReasons } from '../../../../client/vaults/decodeActed.ts'
import { LOCAL_MNEMONIC, localAccounts } from '../../../../stack/local/accounts.ts'
import { deployArtifact, send } from '../../../../stack/local/chainClient.ts'
import { deployVault } from '../../../../stack/local/deployVault.ts'
import { buildSolidity } from '../../../support/buildSolidity.ts'
import { startWorld, type World } from '../../../venues/support/startWorld.ts'
import { KEEPER_INDEX } from './keeperIndex.ts'

/** Of the stand-in vaults, seconds. */
const EPOCH_SEC = 600n

const natures = ['promised', 'refuses', 'reverts', 'endless'] as const

const keptAbi = parseAbi([
  'struct Due { uint8 action; uint8 reason; uint8 status; uint32 driftPips; uint32 bandPips; uint32 returnPips; uint40 elapsedSec; uint256 navQuote; int256 heldQuote; int256 targetQuote; int256 tradeQuote; }',
  'function set(Due due, uint8 nature, bool isSilent)',
  'function acts() view returns (uint256)',
])

/** What a stand-in vault says and does (test/contracts/support/KeptVault.sol). */
export interface Saying {
  action?: (typeof actionNames)[number]
  reason?: (typeof actionReasons)[number]
  driftPips?: number
  bandPips?: number
  elapsedSec?: number
  tradeQuote?: bigint
  nature?: (typeof natures)[number]
  isSilent?: boolean
}

export interface KeeperWorld {
  world: World
  /** Two accounts that may act as keepers. */
  keepers: readonly [HDAccount, HDAccount]
  /** A stand-in for a position vault, with nothing due. */
  createKept(name: string): Promise<KeptVault>
  say(vault: KeptVault, saying: Saying): Promise<void>
  countActs(vault: KeptVault): Promise<number>
  /** A RebalancingVault, whose mix is due at once: half of what it holds should be ether, and all is dollars. */
  createRebalancing(name: string): Promise<KeptVault>
}

export async function startKeeperWorld(): Promise<KeeperWorld> {
  await buildSolidity('KeptVault')
  const { abi, bytecode } = await hre.artifacts.readArtifact('KeptVault')
  const world = await startWorld()
  const { client, deployer, venue } = world
  const keepers = [KEEPER_INDEX, KEEPER_INDEX + 1].map((addressIndex) =>
    mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex }),
  )
  for (const { address } of keepers) {
    await client.setBalance({ address, value: parseEther('100') })
  }
  const describe = (name: string, address: Address, kind: KeptVault['kind']): KeptVault => {
    return { name, address, kind, limitWei: undefined }
  }
  const say: KeeperWorld['say'] = async (vault, saying) => {
    const { action = 'none', reason = 'none', nature = 'promised', isSilent = false } = saying
    const due = {
      action: actionNames.indexOf(action),
      reason: actionReasons.indexOf(reason),
      status: 0,
      driftPips: saying.driftPips ?? 0,
      bandPips: saying.bandPips ?? 10_000,
      returnPips: 5_000,
      elapsedSec: saying.elapsedSec ?? 0,
      navQuote: 1_000_000_000n,
      heldQuote: 0n,
      targetQuote: 0n,
      tradeQuote: saying.tradeQuote ?? 0n,
    }
    await send(client, deployer, {
      address: vault.address,
      abi: keptAbi,
      functionName: 'set',
      args: [due, natures.indexOf(nature), isSilent],
    })
  }
  return {
    world,
    keepers: keepers as [HDAccount, HDAccount],
    async createKept(name) {
      const artifact = { abi, bytecode } as Parameters<typeof deployArtifact>[3]
      const args = [venue.dollar, Number(EPOCH_SEC)]
      const vault = describe(
        name,
        await deployArtifact(client, deployer, name, artifact, args),
        'position',
      )
      await say(vault, { reason: 'inside-band' })
      return vault
    },
    say,
    countActs: async ({ address }) =>
      Number(await client.readContract({ address, abi: keptAbi, functionName: 'acts' })),
    async createRebalancing(name) {
      const riskParameters = await world.deployParameters()
      const label = { name, symbol: name }
      const address = await deployVault(client, { riskParameters }, venue, label)
      const { trader } = localAccounts
      const usd6 = 20_000_000_000n
      await world.give(trader.address, { usd6 })
      await world.approve(trader, venue.dollar, address)
      const depositAbi = parseAbi(['function deposit(uint256, address) returns (uint256)'])
      await world.call(trader, address, depositAbi, 'deposit', [usd6, trader.address])
      await world.pass(Number(EPOCH_SEC) + 3_600)
      return describe(name, address, 'rebalancing')
    },
  }
}
