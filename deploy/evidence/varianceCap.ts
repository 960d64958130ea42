/** What one walk says of the variance at most, in kept averages: one push then raises it by a fifth (docs/evidence.md). */
export const DEFAULT_VARIANCE_CAP = 512
