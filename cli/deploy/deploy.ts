import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'

/** `gimbal deploy`: governance and RiskParameters, on any chain that has the CLZ opcode. */
export const deploy = defineCommand({
  meta: {
    name: 'deploy',
    description: 'Deploy governance and RiskParameters',
    examples: [
      'gimbal deploy --config deploy/contracts/local.json --network local',
      'gimbal deploy --config deploy.json --network mainnet --keystore deployer.json --yes',
    ],
    keyHelp:
      '--keystore, or the environment variable GIMBAL_DEPLOYER_KEY (0x and 64 hex digits). A key is never an argument.',
  },
  args: {
    config: {
      type: 'string',
      valueHint: 'FILE',
      description: 'What to deploy, JSON such as deploy/contracts/local.json. Required',
    },
    network: {
      type: 'string',
      valueHint: 'NAME',
      description: 'A network of the configuration; this or --rpc',
    },
    rpc: {
      type: 'string',
      valueHint: 'URL',
      description: 'A node on one of the networks of the configuration',
    },
    out: {
      type: 'string',
      valueHint: 'DIR',
      default: '.',
      description: 'Where the folder deployments/ is, with the journal and CHAINID.json',
    },
    keystore: {
      type: 'string',
      valueHint: 'FILE',
      description: "The deployer's keystore; its password: GIMBAL_KEYSTORE_PASSWORD, or ..._FILE",
    },
    vault: {
      type: 'boolean',
      description: 'Deploy the reference vault too, as the configuration has it',
    },
    'dry-run': {
      type: 'boolean',
      description: 'Only show what would be done; the default without --yes',
    },
    yes: { type: 'boolean', description: 'Send the transactions' },
    json: { type: 'boolean', description: 'Print one JSON object instead of text' },
  },
  async run({ config: file, network, rpc, out, keystore, ...rest }) {
    const { yes = false, json = false, vault = false } = rest
    if (!file) throw new UsageError('no configuration given; give --config')
    if (yes && rest['dry-run']) throw new UsageError('--yes and --dry-run are both given; give one')
    if (!network === !rpc) throw new UsageError('give one of --network and --rpc')
    if (rpc) requireHttpUrl('rpc', rpc)
    // Only here: Hardhat takes a while to load, and no other command has a use for it.
    const { deployGimbal } = await import('./deployGimbal.ts')
    return deployGimbal({ file, network, rpc, out, keystore, vault, yes, json })
  },
})
