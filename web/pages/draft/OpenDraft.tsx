import { type ChangeEvent, useId, useRef } from 'react'
import { MAX_LENGTH } from '../../../governance/readDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import styles from './draft.module.css'
import { exampleNames, loadExample } from './model/examples.ts'
import { nameFile } from './model/nameFile.ts'
import { readChosen } from './readChosen.ts'
import type { DraftOnPage } from './useDraft.ts'

/** Where a draft comes from and goes to: an example, a file, nothing; a download. */
export function OpenDraft({ draft }: { draft: DraftOnPage }) {
  const { text, form, replace, startAnew, complain } = draft
  const exampleId = useId()
  const file = useRef<HTMLInputElement>(null)
  const openExample = async ({ target }: ChangeEvent<HTMLSelectElement>) => {
    const name = target.value
    if (name === '') return
    try {
      replace(await loadExample(name), `The example ${name} was opened`)
    } catch {
      complain(`The example ${name} cannot be loaded; open this page again.`)
    }
  }
  const openFile = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? []
    // The same file can be chosen again.
    target.value = ''
    if (chosen === undefined) return
    if (chosen.size > MAX_LENGTH) {
      const size = (chosen.size / 1_000_000).toFixed(1)
      complain(
        `${chosen.name} has ${size} MB, and no draft has more than 1 MB. Nothing was changed.`,
      )
      return
    }
    try {
      replace(await readChosen(chosen), `${chosen.name} was opened`)
    } catch {
      complain(`${chosen.name} cannot be read. Nothing was changed.`)
    }
  }
  return (
    <>
      <label htmlFor={exampleId} className="visually-hidden">
        Open an example
      </label>
      <select id={exampleId} value="" onChange={(event) => void openExample(event)}>
        <option value="">Open an example …</option>
        {exampleNames.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <Button onClick={() => file.current?.click()}>Open a file …</Button>
      <input
        ref={file}
        type="file"
        accept=".yaml,.yml,.json,text/yaml,application/json"
        className={styles.hidden}
        aria-label="A draft from this computer"
        tabIndex={-1}
        onChange={(event) => void openFile(event)}
      />
      <Button onClick={() => saveFile(nameFile(form.title, 'yaml'), 'text/yaml', text)}>
        Download YAML
      </Button>
      <Button look="quiet" onClick={startAnew}>
        Start anew
      </Button>
    </>
  )
}
