import { GovernanceRecord } from '../../../build/subgraph/generated/schema'
import { recordId } from '../ids'

/** Loads or creates the record of calls for a chain. */
export function fetchRecord(chainId: i64, nonce: i64): GovernanceRecord {
  const id = recordId(chainId, nonce)
  const record = GovernanceRecord.load(id)
  if (record !== null) return record
  const created = new GovernanceRecord(id)
  created.chainId = chainId
  created.nonce = nonce
  created.broughtCount = 0
  return created
}
