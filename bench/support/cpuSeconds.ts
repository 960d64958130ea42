/** What this process has used so far, of all of its threads together: what one core would have taken, whatever else runs beside it. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
