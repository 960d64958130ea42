import { useCore } from '../../data/useCore.ts'
import { useMarkets } from '../../data/useMarkets.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Short } from '../../ui/texts.tsx'

/** Whether the core that this site computes with is the one that voters chose for each market. */
export function CorePanel() {
  const core = useCore()
  const markets = useMarkets()
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
              reading={markets}
              what="the markets"
              isEmpty={(now) => now.markets.length === 0}
              empty="There is no market yet."
            >
              {(now) => (
                <DataTable
                  caption="Cores that voters chose"
                  isCaptionHidden
                  rows={now.markets}
                  keyOf={({ id }) => id}
                  columns={[
                    { title: 'Market', cell: ({ name }) => name },
                    {
                      title: 'Voted core',
                      cell: ({ coreHash }) => <Short hex={coreHash} what="hash" />,
                    },
                    {
                      title: "Is it this site's?",
                      cell: ({ coreHash }) =>
                        coreHash.toLowerCase() === hash ? (
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
