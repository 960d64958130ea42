import type { StartCheck } from '../../bot/checkStart.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { mend, pass } from './check.ts'

interface PeerOptions {
  url: string
  /** The bearer token that the peer expects. */
  token: string | undefined
  /** The environment variable that holds it. */
  variable: string | undefined
  timeoutMs: number
}

/** Whether another replica answers, and takes the token: it is sent nothing that it could sign. */
export async function checkPeer(name: string, options: PeerOptions): Promise<StartCheck> {
  const { token, variable, timeoutMs } = options
  const { url, headers } = splitCredentials(options.url)
  const { origin } = new URL(url)
  const ask = (init: RequestInit) =>
    fetch(url, {
      ...init,
      headers: { ...headers, ...init.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).then(
      async (response) => {
        await response.body?.cancel()
        return response.status
      },
      () => undefined,
    )
  const status = await ask({ method: 'GET' })
  if (status === undefined) {
    return mend(name, `${origin} does not answer within ${timeoutMs} ms; start it, or correct url`)
  }
  if (status !== 405) {
    const what = `${origin} answers with HTTP status ${status}, a replica's /v1/sign with 405`
    return mend(name, `${what}; correct url`)
  }
  // The bearer is looked at first, and no report is then found in there.
  const answer = await ask({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: '{}',
  })
  if (answer === 401) {
    const advice =
      variable === undefined
        ? 'wants a token; name its environment variable under token'
        : `does not take the token in ${variable}; ask its operator for it`
    return mend(name, `${origin} ${advice}`)
  }
  if (answer === 400) {
    return pass(name, `${origin} answers${variable === undefined ? '' : ', and takes the token'}`)
  }
  return pass(name, `${origin} answers; whether it takes the token is not known`)
}
