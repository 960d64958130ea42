import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { listShippedMarkets, openMarket } from '../../market/files/openMarket.ts'
import { MANIFEST_FILE, type Market } from '../../market/manifest.ts'
import { computeManifestHash } from '../../market/manifestHash.ts'
import { planSteps } from '../../market/read/planSteps.ts'
import {
  MARKETS_FOLDER,
  MARKETS_INDEX,
  type MarketsIndex,
  type ShippedMarket,
} from '../shipped/marketsIndex.ts'

/** Puts the shipped markets into the site, file by file as they are, with a list of them. */
export function shipMarkets(): Plugin {
  return {
    name: 'gimbal-shipped-markets',
    apply: 'build',
    async generateBundle() {
      const markets: ShippedMarket[] = []
      for (const name of listShippedMarkets()) {
        const market = await openMarket(name)
        const files = [MANIFEST_FILE, ...market.manifest.partitions.map(({ file }) => file)]
        for (const file of files) {
          const fileName = `${MARKETS_FOLDER}/${name}/${file}`
          this.emitFile({
            type: 'asset',
            fileName,
            source: await readFile(join(market.folder, file)),
          })
        }
        markets.push(describeShippedMarket(market))
      }
      const index: MarketsIndex = { format: 'gimbal-site-markets/1', markets }
      const source = `${JSON.stringify(index, undefined, 2)}\n`
      this.emitFile({ type: 'asset', fileName: `${MARKETS_FOLDER}/${MARKETS_INDEX}`, source })
    },
  }
}

/** A market as the list of the site has it. */
export function describeShippedMarket(market: Market): ShippedMarket {
  const { manifest } = market
  const { partitions } = manifest
  return {
    name: manifest.name,
    title: manifest.title,
    manifestHash: computeManifestHash(manifest) as ShippedMarket['manifestHash'],
    firstAt: Math.min(...partitions.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...partitions.map(({ lastAt }) => lastAt)),
    rows: Math.max(...partitions.map(({ rows }) => rows)),
    observations: planSteps(market).observations,
  }
}
