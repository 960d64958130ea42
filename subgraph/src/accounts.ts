import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Account } from '../../build/subgraph/generated/schema'

/** Loads or creates an account, and saves a new one. */
export function fetchAccount(address: Bytes): Account {
  const account = Account.load(address)
  if (account !== null) return account
  const created = new Account(address)
  created.balance = BigInt.zero()
  created.votes = BigInt.zero()
  created.delegatorCount = 0
  created.save()
  return created
}
