/** Where the key of a voter's command comes from: for the `keyHelp` of each command that takes `signingArgs`. */
export const signingKeyHelp =
  'Give one: --keystore FILE (its password in GIMBAL_KEYSTORE_PASSWORD, or in the file that ' +
  'GIMBAL_KEYSTORE_PASSWORD_FILE names), --signer URL with --from ADDRESS (a remote signer), or the environment ' +
  'variable GIMBAL_KEY (0x and 64 hex digits). A key is never an argument.'
