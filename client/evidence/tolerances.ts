/** How far a signed figure may lie from the measured one (contracts/interfaces/IEvidenceChecker.sol), 1e6 = 100 %. */
export interface Tolerances {
  depthPips: number
  nativePricePips: number
  navPips: number
  averagesPips: number
  baseFeePips: number
  gasUsedRatioPips: number
  toldPips: number
}
