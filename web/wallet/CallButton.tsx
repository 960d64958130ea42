import { useEffect, useState } from 'react'
import type { Hex } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'
import { Button } from '../ui/Button.tsx'
import { isSameCall } from './isSameCall.ts'
import { useWalletContext } from './walletContext.ts'

/**
 * Sends a call by the visitor's wallet, in a window of its own: connects a wallet and changes its chain where that is needed,
 * rehearses the call with the reader's node and shows why it would be refused, shows what is sent, asks the wallet, waits
 * for the block, and says each of it. The window stays when the button goes.
 *
 * @param call - Undefined: not ready to be sent. Another one while the window is open is prepared anew.
 * @param onDone - When it is in a block, and was not reverted.
 */
export function CallButton(props: {
  label: string
  call: ContractCall | undefined
  look?: 'plain' | 'primary' | 'danger'
  onDone?: (hash: Hex) => void
}) {
  const { label, call, look = 'primary', onDone } = props
  const [id] = useState(() => Symbol(label))
  const { asked, ask } = useWalletContext()
  const open = asked?.kind === 'call' && asked.id === id ? asked : undefined
  useEffect(() => {
    if (open === undefined || call === undefined || isSameCall(open.request.call, call)) return
    ask({ kind: 'call', id, request: { label, call, onDone } })
  }, [open, call, ask, id, label, onDone])
  return (
    <Button
      look={look}
      disabled={call === undefined}
      aria-haspopup="dialog"
      onClick={() => {
        if (call !== undefined) ask({ kind: 'call', id, request: { label, call, onDone } })
      }}
    >
      {label}
    </Button>
  )
}
