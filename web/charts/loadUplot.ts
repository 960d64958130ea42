type Uplot = typeof import('uplot')

let loading: Promise<Uplot> | undefined

/** The plotting library, loaded when the first chart is drawn. A failure is tried again at the next chart. */
export function loadUplot(): Promise<Uplot> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

/**
 * uPlot makes a number format of the browser's language while it loads. Some browsers have one that `Intl` refuses
 * (`en-US@posix`); they are told another one for that moment.
 */
async function load(): Promise<Uplot> {
  const isRefused = !isLanguage(navigator.language)
  if (isRefused) Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
  try {
    const { default: Uplot } = await import('./uplot.ts')
    return Uplot
  } finally {
    // What was defined on the object itself; the browser's own is on its prototype.
    if (isRefused) Reflect.deleteProperty(navigator, 'language')
  }
}

function isLanguage(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0
  } catch {
    return false
  }
}
