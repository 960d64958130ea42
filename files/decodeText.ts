/**
 * Bytes as text, as every command reads a file of text: UTF-8, without a byte order mark, lines ended by line feeds whatever
 * ended them in the file.
 *
 * @throws TypeError if they are no UTF-8.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n')
}
