/** Whose signature it is: a keystore file, an environment variable, or a signer elsewhere. Never an argument. */
export { KeyError, RemoteSignerError } from './errors.ts'
export { readSigner, type SignerOptions } from './readSigner.ts'
