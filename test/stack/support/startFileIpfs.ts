import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * The `add` of an IPFS node's HTTP API: writes each file into a folder under an address of IPFS's form, from its
 * content. graph-node in its development mode reads what `/ipfs/ADDRESS` names from a folder.
 */
export async function startFileIpfs(folder: string) {
  const server = createServer(async (request, response) => {
    const headers = request.headers as Record<string, string>
    const stream = Readable.toWeb(request) as ReadableStream
    const file = (await new Response(stream, { headers }).formData()).get('file') as File
    const content = Buffer.from(await file.arrayBuffer())
    const digest = createHash('sha256').update(content).digest('hex')
    const hash = formatBase58(BigInt(`0x1220${digest}`))
    await writeFile(join(folder, hash), content)
    response.end(JSON.stringify({ Name: file.name, Hash: hash, Size: String(content.length) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function formatBase58(value: bigint): string {
  return value === 0n ? '' : formatBase58(value / 58n) + alphabet[Number(value % 58n)]
}
