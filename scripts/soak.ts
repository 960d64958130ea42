/**
 * `npm run soak [NAME]`: runs the drills of the bot in their long form, one after the other, and prints a line for each.
 * Exits with 1 if one breaks a promise, and with 2 if there is none with such a name.
 */
import { drills } from '../test/reliability/drills.ts'

const words = process.argv.slice(2)
const chosen =
  words.length === 0
    ? drills
    : drills.filter(({ name }) => words.some((word) => name.includes(word)))
if (chosen.length === 0) {
  const names = drills.map(({ name }) => name).join(', ')
  console.error(`no drill is named ${words.join(' or ')}; there are: ${names}`)
  process.exit(2)
}

for (const { name, run } of chosen) {
  const startedAtMs = performance.now()
  const minutes = () => `${((performance.now() - startedAtMs) / 60_000).toFixed(1)} min`
  try {
    const figures = await run('long')
    const told = figures.map(
      ({ name: of, value, unit }) => `${of.slice(name.length + 1)} ${value} ${unit}`,
    )
    console.log(`${name}: kept in ${minutes()}: ${told.join(', ')}`)
  } catch (error) {
    process.exitCode = 1
    console.log(`${name}: BROKEN after ${minutes()}: ${(error as Error).message}`)
  }
}
