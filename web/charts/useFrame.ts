import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Box, createFrame, type Frame } from './createFrame.ts'
import type { Scene } from './drawScene.ts'
import { loadUplot } from './loadUplot.ts'
import { readPalette, watchTheme } from './palette.ts'

/** A chart's canvas: not there until the library is loaded, or why it never will be. */
export interface FrameState {
  frame: Frame | undefined
  /** Undefined until it is drawn for the first time. */
  box: Box | undefined
  error: unknown
}

/**
 * Keeps a frame in an element, as large as the element, in the colours of the page, with the scene drawn in it. A chart that
 * is far outside of the window is drawn when it comes near: pages have many that move together.
 */
export function useFrame(host: RefObject<HTMLElement | null>, scene: Scene): FrameState {
  const [frame, setFrame] = useState<Frame>()
  const [box, setBox] = useState<Box>()
  const [error, setError] = useState<unknown>()
  const latest = useRef(scene)
  latest.current = scene
  // Not before the browser has said so: it may be that nobody has scrolled there yet.
  const isSeen = useRef(false)
  const { isLog } = scene

  useEffect(() => {
    const element = host.current
    if (element === null) return
    let made: Frame | undefined
    let isGone = false
    const stops: (() => void)[] = []
    loadUplot().then((Uplot) => {
      if (isGone) return
      const created = createFrame(
        Uplot,
        element,
        isLog,
        latest.current,
        readPalette(element),
        setBox,
      )
      made = created
      const resizing = new ResizeObserver(() =>
        created.resize(element.clientWidth, element.clientHeight),
      )
      resizing.observe(element)
      stops.push(() => resizing.disconnect())
      stops.push(watchTheme(() => created.setPalette(readPalette(element))))
      stops.push(
        watchVisibility(element, (isVisible) => {
          isSeen.current = isVisible
          if (isVisible) created.draw(latest.current)
        }),
      )
      setFrame(created)
    }, setError)
    return () => {
      isGone = true
      for (const stop of stops) stop()
      made?.destroy()
      setFrame(undefined)
    }
  }, [host, isLog])

  useLayoutEffect(() => {
    if (isSeen.current) frame?.draw(scene)
  }, [frame, scene])
  return { frame, box, error }
}

/** How far outside of the window an element counts as seen. */
const NEAR = '200px'

function watchVisibility(element: HTMLElement, onChange: (isVisible: boolean) => void): () => void {
  const watching = new IntersectionObserver(
    (entries) => onChange(entries.at(-1)?.isIntersecting === true),
    { rootMargin: NEAR },
  )
  watching.observe(element)
  return () => watching.disconnect()
}
