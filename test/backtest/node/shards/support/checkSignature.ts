// AWS Signature Version 4 as its specification has it, by itself: a second opinion on the library that signs.

import { createHash, createHmac } from 'node:crypto'

export interface SignedRequest {
  method: string
  /** Path and query as they were sent. */
  url: string
  headers: Readonly<Record<string, string | undefined>>
}

/** Whether a request for S3 is signed with this secret. */
export function isSigned(request: SignedRequest, secret: string): boolean {
  const { authorization = '' } = request.headers
  const [, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
      authorization,
    ) ?? []
  return signature === sign(request, names, scope, secret)
}

function sign(
  { method, url, headers }: SignedRequest,
  names: string,
  scope: string,
  secret: string,
): string {
  const { pathname, searchParams } = new URL(url, 'http://host')
  const canonical = [
    method,
    decodeURIComponent(pathname).split('/').map(encode).join('/'),
    [...searchParams]
      .map((pair) => pair.map(encode).join('='))
      .toSorted()
      .join('&'),
    ...names.split(';').map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n')
  const key = scope
    .split('/')
    .reduce<string | Buffer>((own, part) => mac(own, part), `AWS4${secret}`)
  return mac(key, text).toString('hex')
}

const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
