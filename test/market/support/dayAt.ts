/** 2023-08-17 00:00 UTC. */
export const DAY_AT = 1_692_230_400n
