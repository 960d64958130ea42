import { type Abi, type Address, type Hex, parseAbi, parseEther } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { createTypedReport, packSignatures, type Report, toReportArgs } from '../../../bot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { type ChainClient, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { StackAddresses } from '../../../stack/local/setUpChain.ts'

const ballotTypes = {
  Ballot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
const tokenAbi = parseAbi(['function approve(address, uint256) returns (bool)'])
const noncesAbi = parseAbi(['function nonces(address) view returns (uint256)'])

/** Acts for all accounts on a local stack, at the given times. */
export class Actor {
  readonly client: ChainClient
  readonly addresses: StackAddresses
  readonly abis = {
    riskParameters: readArtifact('RiskParameters').abi,
    governor: readArtifact('governance/GimbalGovernor').abi,
    vault: readArtifact('vault/RebalancingVault').abi,
  }

  constructor(client: ChainClient, addresses: StackAddresses) {
    this.client = client
    this.addresses = addresses
  }

  /** Puts the next block at this time, unix seconds. */
  async at(timestamp: bigint): Promise<void> {
    await this.client.setNextBlockTimestamp({ timestamp })
  }

  async mineAt(timestamp: bigint): Promise<void> {
    await this.at(timestamp)
    await this.client.mine({ blocks: 1 })
  }

  /** The next block comes so many seconds after the last one. */
  async pass(seconds: number): Promise<bigint> {
    const next = (await this.client.getBlock()).timestamp + BigInt(seconds)
    await this.at(next)
    return next
  }

  risk(account: HDAccount | Address, functionName: string, ...args: unknown[]) {
    const call = {
      address: this.addresses.governance.riskParameters,
      abi: this.abis.riskParameters,
    }
    return send(this.client, account, { ...call, functionName, args })
  }

  vault(account: HDAccount, functionName: string, ...args: unknown[]) {
    const call = { address: this.addresses.vault, abi: this.abis.vault }
    return send(this.client, account, { ...call, functionName, args })
  }

  governor(account: HDAccount, functionName: string, ...args: unknown[]) {
    const call = { address: this.addresses.governance.governor, abi: this.abis.governor }
    return send(this.client, account, { ...call, functionName, args })
  }

  read<Answer>(
    contract: 'riskParameters' | 'governor' | 'vault',
    functionName: string,
    args: readonly unknown[] = [],
    blockNumber?: bigint,
  ): Promise<Answer> {
    const { governance, vault } = this.addresses
    const address = contract === 'vault' ? vault : governance[contract]
    const at = blockNumber === undefined ? {} : { blockNumber }
    const abi: Abi = this.abis[contract]
    return this.client.readContract({ address, abi, functionName, args, ...at }) as Promise<Answer>
  }

  /** Calls RiskParameters as a vote would: the timelock has no key, and needs none here. */
  async govern(functionName: string, ...args: unknown[]): Promise<void> {
    const { timelock } = this.addresses.governance
    await this.client.impersonateAccount({ address: timelock })
    await this.client.setBalance({ address: timelock, value: parseEther('1000') })
    await this.risk(timelock, functionName, LOCAL_MARKET_ID, ...args)
    await this.client.stopImpersonatingAccount({ address: timelock })
  }

  /** What two of the three reporters sign; by their addresses, ascending, in a row. */
  async sign(report: Report): Promise<Hex> {
    const { riskParameters } = this.addresses.governance
    const scope = { chainId: await this.client.getChainId(), riskParameters }
    const signers = sortByAddress(localAccounts.reporters).slice(0, 2)
    const message = createTypedReport(scope, report)
    return packSignatures(await Promise.all(signers.map((signer) => signer.signTypedData(message))))
  }

  async push(report: Report) {
    const { operator } = localAccounts
    return this.risk(operator, 'push', toReportArgs(report), await this.sign(report))
  }

  /** The market's stored configuration as of now: what evidence of the latest block is measured under. */
  async readConfig(): Promise<Address> {
    type State = { config: Address }
    return (await this.read<State>('riskParameters', 'marketState', [LOCAL_MARKET_ID])).config
  }

  /** A vote that somebody else brings. */
  async voteBySignature(voter: HDAccount, proposalId: bigint, support: number) {
    const { governor } = this.addresses.governance
    const nonce = await this.client.readContract({
      address: governor,
      abi: noncesAbi,
      functionName: 'nonces',
      args: [voter.address],
    })
    const chainId = await this.client.getChainId()
    const signature = await voter.signTypedData({
      domain: { name: 'Gimbal Governor', version: '1', chainId, verifyingContract: governor },
      types: ballotTypes,
      primaryType: 'Ballot',
      message: { proposalId, support, voter: voter.address, nonce },
    })
    const args = [proposalId, support, voter.address, signature]
    return this.governor(localAccounts.operator, 'castVoteBySig', ...args)
  }

  async deposit(assetsQuote: bigint) {
    const { trader } = localAccounts
    const { venue, vault } = this.addresses
    const approve = { functionName: 'approve', args: [vault, assetsQuote] }
    await send(this.client, trader, { address: venue.dollar, abi: tokenAbi, ...approve })
    await this.vault(trader, 'deposit', assetsQuote, trader.address)
  }

  /** Sells dollars for the wrapped native coin, or the coin for dollars. */
  async swap(amountIn: bigint, isDollarSold: boolean) {
    const { dollar, weth, router, feePips } = this.addresses.venue
    const [tokenIn, tokenOut] = isDollarSold ? [dollar, weth] : [weth, dollar]
    const params = {
      tokenIn,
      tokenOut,
      fee: feePips,
      recipient: localAccounts.trader.address,
      deadline: 2n ** 64n,
      amountIn,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: 0n,
    }
    const call = { functionName: 'exactInputSingle', args: [params] }
    await send(this.client, localAccounts.trader, { address: router, abi: routerAbi, ...call })
  }
}

/** In the order in which a contract wants signers. */
export function sortByAddress<Account extends { address: Address }>(
  accounts: readonly Account[],
): Account[] {
  return accounts.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
}
