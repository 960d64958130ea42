import { MAX_BASE_FEE_PER_GAS } from '../../minute.ts'
import type { Names } from '../rowReader.ts'
import { defineTable, moveToEnd, type SourceFormat } from '../sourceFormat.ts'

const gwei: Names = ['gas_price', 'gas_price_gwei', 'base_fee_last_gwei', 'base_fee_mean_gwei']
const wei: Names = ['avg_gas_price_wei', 'gas_price_wei']
const price: Names = ['eth_usd', 'price_usd']

/** The gas price of a chain by the minute. */
export const gasMinutesFormat: SourceFormat = {
  name: 'gas-minutes',
  title: 'the gas price by the minute, in gwei of the coin that the chain takes',
  time: ['block_timestamp', 'time', 'timestamp', 'hour'],
  needs: [gwei],
  assumptions: [
    'the gas price is taken for the base fee; it may hold tips',
    'how full blocks were is the share at which the fee rule moves the gas price as it moved',
  ],
  tables: [
    defineTable({
      kind: 'gas',
      read: (row) => ({
        baseFeePerGas: row.decimal(gwei, 9, { min: 1n, max: MAX_BASE_FEE_PER_GAS }),
      }),
      build: moveToEnd,
    }),
  ],
}

/** Gas and price of a chain by the day. */
export const gasDaysFormat: SourceFormat = {
  name: 'gas-days',
  title: 'average gas price in wei, and the price of the asset, by the day',
  time: ['unix', 'date', 'timestamp'],
  needs: [wei],
  assumptions: [
    'the average gas price of a day is taken for the base fee, and is known at the end of the day',
    'the price of a day is known at the end of the day',
  ],
  tables: [
    defineTable({
      kind: 'gas',
      // A chain's first days have neither a gas price nor a price of the coin.
      read: (row) => {
        const baseFeePerGas = row.decimal(wei, 0, { min: 0n, max: MAX_BASE_FEE_PER_GAS })
        return baseFeePerGas === 0n ? undefined : { baseFeePerGas }
      },
      build: moveToEnd,
    }),
    defineTable({
      kind: 'price',
      read: (row) => {
        const priceUsd6 = row.optional(price, 6, { min: 0n, max: 10n ** 15n })
        return priceUsd6 ? { priceUsd6 } : undefined
      },
      build: moveToEnd,
    }),
  ],
}
