import { useEffect, useRef, useState } from 'react'
import { describeMoves } from '../../../governance/describeMoves.ts'
import type { Push } from '../../data/history/pushes.ts'

/** Tells a screen reader of a push that comes while the page is open. */
export function NewestPush({ push }: { push: Push | undefined }) {
  const [text, setText] = useState('')
  const seen = useRef(push?.id)
  useEffect(() => {
    if (push === undefined || push.id === seen.current) return
    seen.current = push.id
    const moves = describeMoves(push.oldValues, push.newValues)
    setText(`A push has come in block ${push.blockNumber}: ${moves}.`)
  }, [push])
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  )
}
