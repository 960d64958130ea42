/** How many columns a text for people may take: those of the terminal, and 80 where there is none. */
export function readColumns(): number {
  return process.stdout.columns ?? 80
}
