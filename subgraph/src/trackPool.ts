import { Address, BigInt, Bytes, dataSource } from '@graphprotocol/graph-ts'
import { Pool, PoolState, Vault } from '../../build/subgraph/generated/schema'
import {
  Pool as PoolTemplate,
  Vault as VaultTemplate,
} from '../../build/subgraph/generated/templates'
import { startPool } from './closePool'
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
  created.boundaryTickCumulative = 0
  created.boundarySecondsPerLiquidityX128 = BigInt.zero()
  created.hourCount = 0
  created.varianceWad = BigInt.zero()
  return created
}

/** A pool's state that has just become known: nothing is accumulated yet. */
export function createPoolState(pool: Pool, nowAt: i64, tick: i32): PoolState {
  pool.knownAt = nowAt
  pool.state = pool.id
  startPool(pool, nowAt)
  registerPool(pool.id)
  const state = new PoolState(pool.id)
  state.accumulatedAt = nowAt
  state.tickCumulative = 0
  state.secondsPerLiquidityX128 = BigInt.zero()
  state.hourHighTick = tick
  state.hourLowTick = tick
  return state
}

/** Listens to a pool from now on, once. Called by the data source of RiskParameters. */
export function trackPool(address: Bytes): void {
  if (isZeroAddress(address) || isListed(address) || Pool.load(address) !== null) return
  fetchPool(address).save()
  PoolTemplate.create(Address.fromBytes(address))
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

function isZeroAddress(address: Bytes): bool {
  for (let i = 0; i < address.length; i++) {
    if (address[i] != 0) return false
  }
  return true
}
