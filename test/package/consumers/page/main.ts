import { loadCore } from 'gimbal/core'

const show = (place: string, text: string) => {
  const element = document.getElementById(place)
  if (element !== null) element.textContent = `${place} ${text}`
}

loadCore().then(({ hash }) => show('page', hash))

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
worker.addEventListener('message', ({ data }) => show('worker', data))
