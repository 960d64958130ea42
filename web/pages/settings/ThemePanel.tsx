import type { Theme } from '../../network/settings.ts'
import { useTheme } from '../../network/theme.ts'
import { Panel } from '../../ui/Page.tsx'
import styles from './settings.module.css'

const themes: readonly (readonly [Theme, string])[] = [
  ['auto', 'As the system has it'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** Light, dark, or as the system has it; at once. */
export function ThemePanel() {
  const { theme, choose } = useTheme()
  return (
    <Panel title="Colours">
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">Colours</legend>
        {themes.map(([value, label]) => (
          <label key={value} className={styles.choice}>
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => choose(value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </Panel>
  )
}
