import { createView, type View, type ViewOptions } from '../createView.ts'
import type { Frame } from '../frame.ts'
import { acrossLineHead, formatAcrossFrame, formatAcrossLine } from './formatAcross.ts'
import type { AcrossFrame } from './frame.ts'

/** A view of both chains side by side. What is not known of the second is left open. */
export function createAcrossView(options: ViewOptions): View {
  const complete = (frame: Frame): AcrossFrame =>
    Object.assign({ away: undefined, homeAgeSec: undefined }, frame)
  return createView({
    ...options,
    form: {
      formatFrame: (frame, size) => formatAcrossFrame(complete(frame), size),
      formatLine: (frame) => formatAcrossLine(complete(frame)),
      lineHead: acrossLineHead,
    },
  })
}
