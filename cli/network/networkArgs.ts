/** The arguments that choose a command's network; docs/deploy.md explains them. */
export const whereArgs = {
  network: {
    type: 'string',
    valueHint: 'NAME',
    default: 'local',
    description:
      "local: the stack that runs here; or a network of gimbal.yaml, a chain's name or id, a deployments/CHAINID.json",
  },
  config: {
    type: 'string',
    valueHint: 'FILE',
    description: 'YAML or JSON with networks (default: gimbal.yaml)',
  },
  dir: { type: 'string', valueHint: 'DIR', description: 'Folder of the local stack' },
} as const

/** The same, and which node it asks. */
export const networkArgs = {
  ...whereArgs,
  rpc: {
    type: 'string',
    valueHint: 'URL',
    description: 'Ask this node, not the one of the network',
  },
} as const
