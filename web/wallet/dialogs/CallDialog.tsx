import { useEffect, useRef, useState } from 'react'
import { encodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { sendTransaction } from 'viem/actions'
import { describeChain } from '../../../client/network/chains.ts'
import { type Rehearsal, rehearseCall } from '../../../client/rehearseCall.ts'
import { describeError, useReading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import { Stranger, Words } from '../../ui/texts.tsx'
import type { CallRequest, Connected } from '../connected.ts'
import { toKey } from '../isSameCall.ts'
import { useTask } from '../useTask.ts'
import { type Asked, useWalletContext } from '../walletContext.ts'
import { CallFacts } from './CallFacts.tsx'
import { ChainPart } from './ChainPart.tsx'
import { ConnectPart } from './ConnectPart.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { SentPart } from './SentPart.tsx'
import { Waiting } from './Waiting.tsx'

type AskedCall = Extract<Asked, { kind: 'call' }>

/** Takes a call from the wallet's choice to its block: each step says what it waits for, and why it does not go on. */
export function CallDialog({ asked }: { asked: AskedCall }) {
  const { network } = useSession()
  const { connected, ask } = useWalletContext()
  const [sent, setSent] = useState<Hex | undefined>(asked.sentHash)
  const { request } = asked
  const close = () => ask(undefined)
  const isReady = connected?.chainId === network.chainId
  const step =
    sent !== undefined ? 'sent' : connected === undefined ? 'connect' : isReady ? 'review' : 'chain'
  return (
    <Dialog title={request.label} onClose={close}>
      {step === 'connect' && <ConnectPart />}
      {step === 'chain' && connected !== undefined && <ChainPart connected={connected} />}
      {step === 'review' && connected !== undefined && (
        <ReviewPart asked={asked} connected={connected} onSent={setSent} />
      )}
      {sent !== undefined && <SentPart hash={sent} request={request} onClose={close} />}
    </Dialog>
  )
}

/** Rehearses, shows what is sent, and asks the wallet. */
function ReviewPart(props: {
  asked: AskedCall
  connected: Connected
  onSent: (hash: Hex) => void
}) {
  const { asked, connected, onSent } = props
  const { request } = asked
  const { call } = request
  const { account, name } = connected
  const { ask } = useWalletContext()
  const rehearsal = useReading({
    key: ['rehearsal', account, call.address, call.functionName, toKey(call.args)],
    isLive: true,
    read: ({ client }) => rehearseCall(client, account, call),
  })
  // A wallet that was given up sends after all: what it sent is followed, unless something else stands open by now.
  const { state, start, giveUp } = useTask<Hex>((hash) => {
    onSent(hash)
    ask((open) => open ?? { ...asked, sentHash: hash })
  })
  const send = useSend(connected, request)
  const [isChecking, setChecking] = useState(false)
  const changed = useChangedAccount(account, giveUp)
  useEffect(() => {
    if (state.phase === 'done') onSent(state.result)
  }, [state, onSent])

  if (state.phase === 'waiting') {
    const what = 'It shows what is sent and asks you to confirm it.'
    return <Waiting name={name} what={what} onGiveUp={giveUp} />
  }
  const { data, error, isPlaceholderData, isFetching, refetch } = rehearsal
  const goOn = async () => {
    setChecking(true)
    // As of this moment: what is refused by now does not reach the wallet.
    const again = await refetch()
    setChecking(false)
    if (again.error !== null || again.data === undefined) return
    const prepared = again.data
    start(() => send(prepared))
  }
  const current = isPlaceholderData ? undefined : data
  return (
    <>
      {changed && (
        <Notice title="The wallet changed to another account" isAnnounced>
          <p>Everything below was prepared anew for it.</p>
        </Notice>
      )}
      {error !== null ? (
        <Notice tone="warn" title="It would be refused, so the wallet is not asked" isAnnounced>
          <Words text={describeError(error)} />
          <Button isSmall onClick={() => void refetch()} disabled={isFetching}>
            {isFetching ? 'Trying …' : 'Try it again'}
          </Button>
        </Notice>
      ) : (
        current === undefined && <Loading what="what the contract says to it" />
      )}
      {state.phase === 'failed' && <FailureNotice error={state.error} what="sent" />}
      <CallFacts call={call} account={account} rehearsal={error === null ? current : undefined} />
      {error === null && current !== undefined && (
        <div>
          {/* Not disabled meanwhile: it would lose the focus. */}
          <Button look="primary" onClick={() => isChecking || void goOn()}>
            <span>
              {isChecking ? 'Trying it once more …' : 'Continue in '}
              {!isChecking && <Stranger text={name} isInline />}
            </span>
          </Button>
        </div>
      )}
    </>
  )
}

/** Hands a rehearsed call to the wallet. */
function useSend({ account }: Connected, { call }: CallRequest) {
  const { network } = useSession()
  const { loadWallets } = useWalletContext()
  return async ({ gas, fees }: Rehearsal): Promise<Hex> => {
    const client = await (await loadWallets()).getClient()
    if (!isAddressEqual(client.account.address, account)) {
      throw new Error(
        `the wallet's account is ${client.account.address} by now, prepared was it for ${account}; ask again`,
      )
    }
    const price =
      fees.type === 'legacy'
        ? { gasPrice: fees.gasPrice }
        : {
            maxFeePerGas: fees.maxFeePerGas,
            maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
          }
    return sendTransaction(client, {
      to: call.address,
      data: encodeFunctionData(call),
      gas,
      ...price,
    } as never).catch((error) => {
      throw error.name === 'ChainMismatchError'
        ? new Error(`the wallet is not on ${describeChain(network.chainId)} any more; ask again`)
        : error
    })
  }
}

/** Whether the account is another one than when the window opened; what was asked for the earlier one is waited for no longer. */
function useChangedAccount(account: string, onChange: () => void): boolean {
  const first = useRef(account)
  const last = useRef(account)
  useEffect(() => {
    if (last.current === account) return
    last.current = account
    onChange()
  }, [account, onChange])
  return first.current !== account
}
