export function formatPercent(value: number): string {
  return `${value.toFixed(2)} %`
}
