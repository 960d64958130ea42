import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PositionSummary } from '../../cli/start/frame.ts'
import { type PortfolioName, portfolioNames } from '../../stack/portfolio/portfolioNames.ts'
import { runGimbal } from '../../test/cli/support/runGimbal.ts'
import type { Figure } from '../figure.ts'

/** The shock of the shipped market from a quarter of an hour before it, and as much of it as has its peak. */
const SPAN = ['--from', '06:50', '--to', '07:40', '--speed', '120']

/** As JSON has it: large integers are text there. */
type ToldSummary = Omit<PositionSummary, 'jPips' | 'trackingErrorPips'> & {
  jPips: string
  trackingErrorPips: string
}

/** J and tracking error of each portfolio and its twins over the recorded shock, one whole stack after the other. */
export async function measureShock(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const portfolio of portfolioNames) figures.push(...(await measureOne(portfolio)))
  return figures
}

async function measureOne(portfolio: PortfolioName): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-shock-'))
  // Postgres may run as another user.
  await chmod(folder, 0o755)
  try {
    const args = ['start', '--once', '--json', '--portfolio', portfolio, ...SPAN, '--dir', folder]
    const { status, stdout, stderr } = await runGimbal(args)
    if (status !== 0) throw new Error(`the run of ${portfolio} failed: ${stderr}`)
    const { vaults }: { vaults: readonly ToldSummary[] } = JSON.parse(stdout)
    return vaults.flatMap(({ name, jPips, trackingErrorPips }): Figure[] => {
      const label = `${portfolio}-${name.replace(/ .*/, '')}`
      return [
        { name: `shock-j-${label}`, value: Number(jPips) / 100, unit: 'bp', better: 'lower' },
        {
          name: `shock-tracking-${label}`,
          value: Number(trackingErrorPips) / 1e4,
          unit: '%',
          better: 'lower',
        },
      ]
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
