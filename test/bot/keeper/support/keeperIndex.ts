/** Of the local words' accounts, the first that acts as a keeper; the second has the next one. */
export const KEEPER_INDEX = 20
