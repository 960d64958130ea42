import { BaseError } from '../../core/errors.ts'

/** The parts of the site are not of one build: what it computes would name another program than the one that ran. */
export class MixedSiteError extends BaseError {
  constructor(part: string, got: string, expected: string) {
    super(
      'web/mixed-site',
      `The ${part} of this site has the hash ${got}, the site was built with ${expected}. Nothing was computed; load the page anew, or open the console from a place that you trust`,
    )
  }
}
