import {
  type Address,
  BaseError,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  parseAbi,
  zeroAddress,
} from 'viem'

/** The kind of a contract, as far as calls can show it. */
export type ContractKind = ProbedKind | 'no contract' | 'another contract'

/** Calls that a contract of the kind answers with a word or more, and no other kind answers all of. */
const probes = {
  RiskParameters: ['standardCoreHash'],
  'the Governor': ['proposalThreshold', 'votingPeriod'],
  'the timelock': ['getMinDelay'],
  'a vault': ['portfolioFigures', 'totalAssets'],
  'a pool': ['slot0', 'tickSpacing'],
  'the token': ['delegates', 'totalSupply'],
} as const
/** A kind that is told by what it answers. */
export type ProbedKind = keyof typeof probes
const kinds = Object.keys(probes) as ProbedKind[]

const abi = parseAbi([
  'function standardCoreHash() view returns (bytes32)',
  'function proposalThreshold() view returns (uint256)',
  'function votingPeriod() view returns (uint256)',
  'function getMinDelay() view returns (uint256)',
  'function portfolioFigures() view returns (uint64, uint32, uint32)',
  'function totalAssets() view returns (uint256)',
  'function slot0() view returns (uint256)',
  'function tickSpacing() view returns (int24)',
  'function delegates(address account) view returns (address)',
  'function totalSupply() view returns (uint256)',
])

/** How a node is asked. */
interface Ask {
  /** The code at the address; `0x` if there is none. */
  getCode(address: Address): Promise<Hex>
  /** What a call returns. */
  call(address: Address, data: Hex): Promise<Hex>
}

/** Tells what stands at an address by what it answers. Throws what the node fails with; a refusal is an answer. */
export async function recognizeContract(ask: Ask, address: Address): Promise<ContractKind> {
  if ((await ask.getCode(address)) === '0x') return 'no contract'
  for (const kind of kinds) {
    if (await isContractOf(ask, kind, address)) return kind
  }
  return 'another contract'
}

/** Whether a contract answers as one of a kind does. Throws what the node fails with. */
export async function isContractOf(
  ask: Pick<Ask, 'call'>,
  kind: ProbedKind,
  address: Address,
): Promise<boolean> {
  const answers = await Promise.all(
    probes[kind].map(async (name) => {
      const args = name === 'delegates' ? ([zeroAddress] as const) : []
      const data = encodeFunctionData({ abi, functionName: name, args } as never)
      try {
        return (await ask.call(address, data)).length >= 66
      } catch (error) {
        if (isRefusal(error)) return false
        throw error
      }
    }),
  )
  return answers.every(Boolean)
}

// Nodes mark a refusal by a code or by words.
function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const isReverted = (one: unknown) => one instanceof ExecutionRevertedError
  return error.walk(isReverted) !== null || /revert|invalid opcode|out of gas/i.test(error.details)
}
