/** A day's midnight, unix seconds, as `2022-05-09`. */
export function formatDay(dayAt: number): string {
  return new Date(dayAt * 1_000).toISOString().slice(0, 10)
}
