/** The folder that this site is in, whatever it is called and wherever it is served. */
export function getSiteUrl(): string {
  return new URL('.', document.baseURI).href
}
