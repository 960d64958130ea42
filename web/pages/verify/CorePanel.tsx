import { formatMarket } from '../../../governance/index.ts'
import { useCore } from '../../data/useCore.ts'
import { useGoverned } from '../../data/useGoverned.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Short } from '../../ui/texts.tsx'

/** Whether the core that this site computes with is the one that voters chose for each market. */
export function CorePanel() {
  const core = useCore()
  const governed = useGoverned()
  return (
    <Panel title="The core of this site">
      <ReadingView reading={core} what="the core">
        {({ hash }) => (
          <>
            <p>
              This browser has loaded a Wasm core and computed its hash:{' '}
              <Short hex={hash} what="hash" />. Voters choose a core by this hash. Only with the
              core of a market can its targets be recomputed.
            </p>
            <ReadingView
              reading={governed}
              what="the markets"
              isEmpty={({ markets }) => markets.size === 0}
              empty="There is no market yet."
            >
              {({ markets, standardCoreHash }) => (
                <DataTable
                  caption="Cores that voters chose"
                  isCaptionHidden
                  rows={[...markets].map(([id, { coreHash }]) => ({
                    id,
                    voted: isZero(coreHash) ? standardCoreHash : coreHash,
                  }))}
                  keyOf={({ id }) => id}
                  columns={[
                    { title: 'Market', cell: ({ id }) => formatMarket(id) },
                    { title: 'Voted core', cell: ({ voted }) => <Short hex={voted} what="hash" /> },
                    {
                      title: "Is it this site's?",
                      cell: ({ voted }) =>
                        voted.toLowerCase() === hash ? (
                          <Badge tone="good">the same</Badge>
                        ) : (
                          <Badge tone="danger">ANOTHER ONE</Badge>
                        ),
                    },
                  ]}
                />
              )}
            </ReadingView>
          </>
        )}
      </ReadingView>
    </Panel>
  )
}

const isZero = (hash: string) => /^0x0*$/.test(hash)
