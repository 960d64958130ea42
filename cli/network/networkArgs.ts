/** The arguments by which a command is told where to work. */
export const networkArgs = {
  network: {
    type: 'string',
    valueHint: 'NAME',
    default: 'local',
    description: 'local: the stack that runs here; else a network of --config',
  },
  config: {
    type: 'string',
    valueHint: 'FILE',
    description: 'YAML or JSON with networks (default: gimbal.yaml)',
  },
  dir: { type: 'string', valueHint: 'DIR', description: 'Folder of the local stack' },
} as const
