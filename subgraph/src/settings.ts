import { Bytes, dataSource, ethereum, Value } from '@graphprotocol/graph-ts'
import { Governor, GovernorSetting } from '../../build/subgraph/generated/schema'
import { factId } from './ids'
import { toInt8 } from './integers'

/** Loads or creates a Governor whose settings are not known yet. */
export function fetchGovernor(address: Bytes): Governor {
  const governor = Governor.load(address)
  if (governor !== null) return governor
  const created = new Governor(address)
  created.proposalCount = 0
  return created
}

/** An address that the manifest gives to the present data source; null: not given. */
export function contextAddress(name: string): Bytes | null {
  const value = dataSource.context().get(name)
  return value === null ? null : value.toBytes()
}

/** The id of the chain that is indexed, where the manifest tells it; 0: it does not. */
export function contextChainId(): i64 {
  const value = dataSource.context().get('chainId')
  return value === null ? 0 : toInt8(value.toBigInt())
}

/** Sets a Governor's setting and records the change. */
export function saveSetting(
  event: ethereum.Event,
  governor: Governor,
  name: string,
  value: Value,
  oldText: string,
  newText: string,
): void {
  governor.set(name, value)
  governor.save()
  const setting = new GovernorSetting(factId(event))
  setting.name = name
  setting.oldValue = oldText
  setting.newValue = newText
  setting.blockNumber = toInt8(event.block.number)
  setting.blockAt = toInt8(event.block.timestamp)
  setting.transactionHash = event.transaction.hash
  setting.save()
}
