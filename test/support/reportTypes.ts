/** A report as EIP-712 has it: what reporters sign (IRiskParametersReports.reportDigest). */
export const reportTypes = {
  Observation: [
    { name: 'baseFeePerGas', type: 'uint64' },
    { name: 'gasUsedRatioPips', type: 'uint32' },
    { name: 'nativePriceUsd6', type: 'uint64' },
    { name: 'depthUsd6', type: 'uint64' },
    { name: 'depthRefUsd6', type: 'uint64' },
    { name: 'varianceWad', type: 'uint64' },
    { name: 'navUsd6', type: 'uint64' },
  ],
  Report: [
    { name: 'marketId', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'blockNumber', type: 'uint64' },
    { name: 'blockHash', type: 'bytes32' },
    { name: 'observation', type: 'Observation' },
  ],
} as const
