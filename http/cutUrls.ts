/** A URL with its whole path: most punctuation may be part of a path. */
const URLS = /\b([a-z][a-z0-9+.-]*):\/\/[^\s"`<>]+/gi

/** A text with its URLs cut to scheme, host and port: the rest of one may be a key. */
export function cutUrls(text: string): string {
  return text.replace(URLS, (url, scheme: string) => {
    // A path of this machine is no secret, and is what has to be looked at.
    if (scheme === 'file') return url
    // Punctuation at the end belongs to the sentence.
    const rest = /[).,:;'}]+$/.exec(url)?.[0] ?? ''
    const host = URL.parse(url.slice(0, url.length - rest.length))?.host
    return `${scheme}://${host || '…'}${rest}`
  })
}
