import type { DraftForm, FormChange } from '../../../../../web/pages/draft/model/draftForm.ts'
import {
  addChange,
  EMPTY_DRAFT,
  setMarket,
  setMarkets,
  setRationale,
  setReporters,
  setSummary,
  setTitle,
  setValue,
} from '../../../../../web/pages/draft/model/editDraft.ts'
import { startChange, startRemote } from '../../../../../web/pages/draft/model/startChange.ts'

/** The text of a form that somebody fills in, value by value, as the page writes it. */
export function writeForm({ title, summary, changes }: DraftForm): string {
  const start = setSummary(setTitle(EMPTY_DRAFT, title), summary)
  return changes.reduce(
    (text, change, index) => fillIn(addStart(text, change), index, change),
    start,
  )
}

function addStart(text: string, { kind, markets, chainId }: FormChange): string {
  if (kind === undefined) throw new Error('the form cannot add a change of an unknown kind')
  const [market = ''] = markets
  if (kind === 'remote-market' || kind === 'remote-resume') {
    return addChange(text, startRemote(kind, BigInt(chainId ?? 0), market, {}))
  }
  return kind === 'market'
    ? addChange(text, { change: kind, market, rationale: '' })
    : addChange(text, startChange(kind, market))
}

function fillIn(start: string, index: number, change: FormChange): string {
  const { kind, markets, rationale, values, reporters } = change
  let text = setRationale(start, index, rationale)
  text =
    kind === 'model' ? setMarkets(text, index, markets) : setMarket(text, index, markets[0] ?? '')
  for (const [path, value] of Object.entries(values)) text = setValue(text, index, path, value)
  return reporters === undefined ? text : setReporters(text, index, reporters)
}
