import { DEFAULT_VARIANCE_CAP } from '../../deploy/evidence/varianceCap.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { readEvidenceChoices, requireNoEvidence } from './evidenceChoices.ts'

/** `gimbal deploy`: governance and RiskParameters, on any chain that has the CLZ opcode. */
export const deploy = defineCommand({
  meta: {
    name: 'deploy',
    description: 'Deploy governance and RiskParameters, or what measures a market on chain',
    examples: [
      'gimbal deploy --config deploy/contracts/local.json --network local',
      'gimbal deploy --config deploy.json --network mainnet --keystore deployer.json --yes',
      'gimbal deploy --evidence weth-usd --kind proven --draft reporters.yaml --yes',
    ],
    keyHelp:
      '--keystore, or the environment variable GIMBAL_DEPLOYER_KEY (0x and 64 hex digits). A key is never an argument.',
  },
  args: {
    config: {
      type: 'string',
      valueHint: 'FILE',
      description:
        'What to deploy, JSON such as deploy/contracts/local.json; with --evidence: YAML or JSON with networks',
    },
    network: {
      type: 'string',
      valueHint: 'NAME',
      description: 'A network of the configuration; this or --rpc. With --evidence as everywhere',
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
    evidence: {
      type: 'string',
      valueHint: 'MARKET',
      description: 'Deploy the contract that measures this market, which a vote then names',
    },
    kind: {
      type: 'enum',
      options: ['proven', 'both'],
      default: 'proven',
      description: 'With --evidence: it measures alone, or confirms what others signed',
    },
    lean: {
      type: 'boolean',
      description: 'With --evidence: one slow window of 30 minutes, not three of 10: cheaper',
    },
    'values-holdings': {
      type: 'boolean',
      description:
        'With --evidence: count what the portfolio holds, and do not ask what it is worth',
    },
    'variance-cap': {
      type: 'string',
      valueHint: 'COUNT',
      default: `${DEFAULT_VARIANCE_CAP}`,
      description: 'With --evidence: what one walk may say, in kept averages; 0: anything',
    },
    'fee-ages': {
      type: 'string',
      valueHint: 'MIN-MAX',
      description:
        'With --evidence: blocks that the earlier base fee lies back (default: 5-51 min)',
    },
    tolerances: {
      type: 'string',
      valueHint: 'LIST',
      description: 'With --kind both: per cent, such as depth=5,baseFee=50',
    },
    draft: {
      type: 'string',
      valueHint: 'FILE',
      description: 'With --evidence: write the draft that names the contract into this new file',
    },
    dir: {
      type: 'string',
      valueHint: 'DIR',
      description: 'With --evidence: folder of the local stack',
    },
    'dry-run': {
      type: 'boolean',
      description: 'Only show what would be done; the default without --yes',
    },
    yes: { type: 'boolean', description: 'Send the transactions' },
    json: { type: 'boolean', description: 'Print one JSON object instead of text' },
  },
  async run({ config: file, network, rpc, out, keystore, ...rest }) {
    const { yes = false, json = false, vault = false, evidence: market } = rest
    if (yes && rest['dry-run']) throw new UsageError('--yes and --dry-run are both given; give one')
    if (market !== undefined) {
      if (vault) throw new UsageError('--vault does not go with --evidence; leave one out')
      const { kind, tolerances, draft, dir } = rest
      if (kind === 'proven' && tolerances !== undefined) {
        throw new UsageError('--tolerances are of --kind both; leave them out')
      }
      const { deployEvidence } = await import('./deployEvidence.ts')
      return deployEvidence({
        network: { network: network ?? 'local', config: file, dir, rpc },
        market,
        kind,
        choices: readEvidenceChoices(rest),
        tolerances,
        draft,
        keystore,
        yes,
        json,
      })
    }
    requireNoEvidence(rest)
    if (!file) throw new UsageError('no configuration given; give --config')
    if (!network === !rpc) throw new UsageError('give one of --network and --rpc')
    if (rpc) requireHttpUrl('rpc', rpc)
    // Only here: Hardhat takes a while to load, and no other command has a use for it.
    const { deployGimbal } = await import('./deployGimbal.ts')
    return deployGimbal({ file, network, rpc, out, keystore, vault, yes, json })
  },
})
