import type { Address, Hex } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { findChecker } from '../../client/evidence/findChecker.ts'
import { findStandInHeader } from '../../client/evidence/findStandInHeader.ts'
import { fromAbiState, type MarketState } from '../../client/readValues.ts'
import { type ContractKind, recognizeContract } from '../../client/recognizeContract.ts'
import { fromAbiConfig, type MarketConfig } from '../../governance/index.ts'
import { type ChainBlock, createEndpoints, type EndpointsOptions } from './createEndpoints.ts'

export interface ChainReaderOptions extends EndpointsOptions {
  riskParameters: Address
}

/** What was voted for a market, its state, and the hash of its core on record. */
export interface MarketReading {
  config: MarketConfig
  state: MarketState
  coreHash: Hex
}

export type ChainReader = ReturnType<typeof createChainReader>

/** Reads the contract of the parameters. Every read throws ChainUnavailableError, or ContradictionError. */
export function createChainReader({ riskParameters, ...options }: ChainReaderOptions) {
  const { askEach, agree, readBlock, readHead } = createEndpoints(options)
  const contract = {
    address: riskParameters,
    abi: riskParametersAbi,
    requireCanonical: true,
  } as const

  return {
    agree,
    readBlock,
    readHead,

    /** What was voted for a market, and its state, at the end of a block. */
    readMarket(marketId: Hex, { hash, number }: ChainBlock): Promise<MarketReading> {
      const call = { ...contract, args: [marketId], blockHash: hash } as const
      return agree(`the market at block ${number}`, async (client) => {
        const [config, state, coreHash] = await Promise.all([
          client.readContract({ ...call, functionName: 'marketConfig' }),
          client.readContract({ ...call, functionName: 'marketState' }),
          client.readContract({ ...call, functionName: 'coreHash' }),
        ])
        return { config: fromAbiConfig(config), state: fromAbiState(state), coreHash }
      })
    },

    /** Address of a market's stored configuration at the end of a block. */
    async readConfigAddress(marketId: Hex, { hash, number }: ChainBlock): Promise<Address> {
      const call = { ...contract, args: [marketId], blockHash: hash } as const
      // On the whole state: whose endpoints differ on any of it signs nothing.
      const { config } = await agree(`the market's state at block ${number}`, (client) =>
        client.readContract({ ...call, functionName: 'marketState' }),
      )
      return config
    },

    /** The contract that has to confirm what reporters of a market sign; undefined: none has to. */
    findChecker(config: MarketConfig, { number }: ChainBlock): Promise<Address | undefined> {
      return agree(`who confirms reports at block ${number}`, (client) =>
        findChecker(client, config, number),
      )
    },

    /** The header that a checker needs in the next block for want of a kept base fee; undefined: it needs none. */
    findStandInHeader(checker: Address, { number }: ChainBlock): Promise<Hex | undefined> {
      return agree(`the base fees that ${checker} keeps at block ${number}`, (client) =>
        findStandInHeader(client, checker, number),
      )
    },

    /** What stands at an address at the end of a block, by what it answers. */
    recognize(address: Address, { hash, number }: ChainBlock): Promise<ContractKind> {
      const at = { blockHash: hash, requireCanonical: true }
      return agree(`what is at ${address} at block ${number}`, ({ request }) =>
        recognizeContract(
          {
            getCode: (to) => request({ method: 'eth_getCode', params: [to, at] } as never),
            call: (to, data) =>
              request({ method: 'eth_call', params: [{ to, data }, at] } as never),
          },
          address,
        ),
      )
    },

    /** The markets that the contract has at a block; undefined if no endpoint gives the logs of so many blocks at once. */
    async listMarkets({ number }: ChainBlock): Promise<Hex[] | undefined> {
      try {
        const { answers } = await askEach(async (client) => {
          const logs = await client.getContractEvents({
            address: riskParameters,
            abi: riskParametersEvents,
            eventName: 'MarketAdded',
            fromBlock: 0n,
            toBlock: number,
            strict: true,
          })
          return logs.map(({ args }) => args.marketId)
        })
        return [...new Set(answers.flatMap(({ answer }) => answer))]
      } catch {
        return undefined
      }
    },
  }
}
