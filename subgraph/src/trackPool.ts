import { Address, BigInt, Bytes, dataSource } from '@graphprotocol/graph-ts'
import { Pool, PoolState, Vault } from '../../build/subgraph/generated/schema'
import {
  Pool as PoolTemplate,
  Vault as VaultTemplate,
} from '../../build/subgraph/generated/templates'
import { setBounds, startPoolOffset } from './closePool'
import { registerPool } from './registry'

const ADDRESS_BYTES: i32 = 20

/** Where the manifest puts the addresses of the pools that it lists as data sources of their own, one after the other. */
const LISTED_POOLS = 'pools'

/** Loads or creates a pool whose state may not be known yet. */
export function fetchPool(address: Bytes): Pool {
  const pool = Pool.load(address)
  if (pool !== null) return pool
  const created = new Pool(address)
  created.isTickMapComplete = false
  created.offsetsSec = []
  return created
}

/** A pool's state that has just become known. Its segments begin. The pool is left to the caller to save. */
export function createPoolState(
  pool: Pool,
  nowAt: i64,
  tick: i32,
  sqrtPriceX96: BigInt,
  liquidity: BigInt,
): void {
  const state = new PoolState(pool.id)
  state.sqrtPriceX96 = sqrtPriceX96
  state.tick = tick
  state.liquidity = liquidity
  state.accumulatedAt = nowAt
  state.tickCumulative = 0
  state.secondsPerLiquidityX128 = BigInt.zero()
  const offsetsSec = pool.offsetsSec
  for (let i = 0; i < offsetsSec.length; i++) startPoolOffset(state, offsetsSec[i], nowAt)
  setBounds(pool, state)
  state.save()
  pool.knownAt = nowAt
  pool.state = pool.id
}

/** Listens to a pool that a market's source names, from now on, once. Called by the data source of RiskParameters. */
export function trackPool(address: Bytes): void {
  if (isZeroAddress(address)) return
  registerPool(address)
  if (Pool.load(address) !== null) return
  fetchPool(address).save()
  if (!isListed(address)) PoolTemplate.create(Address.fromBytes(address))
}

/** Listens to a portfolio from now on, once. */
export function trackVault(address: Bytes, quoteDecimals: i32): void {
  if (isZeroAddress(address) || Vault.load(address) !== null) return
  const vault = new Vault(address)
  vault.quoteDecimals = quoteDecimals
  vault.shareSupply = BigInt.zero()
  vault.rebalanceCount = 0
  vault.totalCostQuote = BigInt.zero()
  vault.totalTradedQuote = BigInt.zero()
  vault.save()
  VaultTemplate.create(Address.fromBytes(address))
}

function isListed(address: Bytes): bool {
  const value = dataSource.context().get(LISTED_POOLS)
  if (value === null) return false
  const listed = value.toBytes()
  for (let start = 0; start + ADDRESS_BYTES <= listed.length; start += ADDRESS_BYTES) {
    if (isAt(listed, start, address)) return true
  }
  return false
}

function isAt(listed: Bytes, start: i32, address: Bytes): bool {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    if (listed[start + i] != address[i]) return false
  }
  return true
}

export function isZeroAddress(address: Bytes): bool {
  for (let i = 0; i < address.length; i++) {
    if (address[i] != 0) return false
  }
  return true
}
