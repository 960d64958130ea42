/** The lines of a tool's output that warn. */
export function findWarnings(output: string): string[] {
  return output.split('\n').filter((line) => /\bwarn(?:ing)?s?\b|\(!\)/i.test(line))
}
