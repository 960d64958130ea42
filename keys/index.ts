/** Where a key comes from: a keystore file, an environment variable, or a remote signer. Never an argument. */
export { createKeystore } from './createKeystore.ts'
export { KeyError, RemoteSignerError, VariableError } from './errors.ts'
export { parsePrivateKey } from './parsePrivateKey.ts'
export {
  decryptKeystore,
  passwordVariables,
  readKeystoreAddress,
  readKeystoreText,
  readPassword,
} from './readKeystore.ts'
export { readSigner, type SignerOptions } from './readSigner.ts'
export { readVariable } from './readVariable.ts'
export { readVariableFiles } from './readVariableFiles.ts'
