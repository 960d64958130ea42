// The values that a call sets, beside what they are when the proposal is made. Only those that differ are recorded.

import { BigInt, Bytes, Entity, ethereum, Value, ValueKind } from '@graphprotocol/graph-ts'
import { ProposalCall, ProposalChange } from '../../build/subgraph/generated/schema'
import { indexId } from './ids'

/** Records the changes of one call. */
export class ProposalChanges {
  private call: ProposalCall
  private marketId: Bytes | null
  private count: i32 = 0

  constructor(call: ProposalCall) {
    this.call = call
    this.marketId = call.marketId
  }

  /** The changes that follow are of this market; one that sets several names each in turn. */
  turnTo(marketId: Bytes): void {
    this.marketId = marketId
  }

  /** Each field of `old` that the tuple sets, from its element `first` on; no `old`: all of them. */
  addFields(
    prefix: string,
    names: string[],
    tuple: ethereum.Tuple,
    first: i32,
    old: Entity | null,
  ): void {
    for (let i = 0; i < names.length; i++) {
      this.add(prefix + names[i], valueOf(old, names[i]), toStoreValue(tuple[first + i]))
    }
  }

  /** A field that is on or off. */
  addSwitch(name: string, old: Entity | null, isOn: bool): void {
    this.add(name, valueOf(old, name), Value.fromBoolean(isOn))
  }

  private add(field: string, oldValue: Value | null, newValue: Value): void {
    const isKnown = oldValue !== null && oldValue.kind != ValueKind.NULL
    const newText = formatValue(newValue)
    const oldText = isKnown ? formatValue(oldValue as Value) : ''
    if (isKnown && oldText == newText) return
    const change = new ProposalChange(indexId(this.call.id, this.count))
    change.proposal = this.call.proposal
    change.call = this.call.id
    change.marketId = this.marketId
    change.field = field
    change.newValue = numberOf(newValue)
    change.newText = newText
    if (isKnown) {
      change.oldValue = numberOf(oldValue as Value)
      change.oldText = oldText
    }
    change.save()
    this.count++
  }
}

function valueOf(entity: Entity | null, name: string): Value | null {
  return entity === null ? null : entity.get(name)
}

function numberOf(value: Value): BigInt | null {
  if (value.kind == ValueKind.BIGINT) return value.toBigInt()
  if (value.kind == ValueKind.INT) return BigInt.fromI32(value.toI32())
  return null
}

function formatValue(value: Value): string {
  if (value.kind == ValueKind.BIGINT) return value.toBigInt().toString()
  if (value.kind == ValueKind.INT) return value.toI32().toString()
  if (value.kind == ValueKind.BOOL) return value.toBoolean() ? 'true' : 'false'
  if (value.kind == ValueKind.STRING) return value.toString()
  if (value.kind == ValueKind.BYTES) return value.toBytes().toHexString()
  if (value.kind == ValueKind.ARRAY) return formatAccounts(value.toBytesArray())
  return ''
}

function formatAccounts(accounts: Bytes[]): string {
  const texts: string[] = []
  for (let i = 0; i < accounts.length; i++) texts.push(accounts[i].toHexString())
  return texts.join(' ')
}

function toStoreValue(value: ethereum.Value): Value {
  if (value.kind == ethereum.ValueKind.ADDRESS) return Value.fromBytes(value.toAddress())
  if (value.kind == ethereum.ValueKind.BOOL) return Value.fromBoolean(value.toBoolean())
  if (value.kind == ethereum.ValueKind.STRING) return Value.fromString(value.toString())
  if (value.kind == ethereum.ValueKind.ARRAY) {
    return Value.fromBytesArray(changetype<Bytes[]>(value.toAddressArray()))
  }
  if (value.kind == ethereum.ValueKind.FIXED_BYTES) return Value.fromBytes(value.toBytes())
  return Value.fromBigInt(value.toBigInt())
}
