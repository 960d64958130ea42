import { readFile } from 'node:fs/promises'
import type { PageAssets } from '../page/page.ts'

const browser = new URL('../page/browser/', import.meta.url)

/** The texts of a page that are files: its own, and uPlot's as its package has them. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = async (url: URL | string) => (await readFile(new URL(url))).toString().trim()
  const [style, script, uplotStyle, uplotScript] = await Promise.all([
    read(new URL('page.css', browser)),
    read(new URL('charts.js', browser)),
    read(import.meta.resolve('uplot/dist/uPlot.min.css')),
    read(import.meta.resolve('uplot/dist/uPlot.iife.min.js')),
  ])
  return { style, script, uplotStyle, uplotScript }
}
