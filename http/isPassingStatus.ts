/**
 * Whether an HTTP status is about now and not about the request: the same request may succeed later. All others are
 * final. Sources: RFC 9110 (408, 5xx), RFC 8470 (425), RFC 6585 (429).
 */
export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}
