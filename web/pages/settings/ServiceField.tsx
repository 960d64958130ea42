import { examineUrl, findOrigin } from '../../network/examineUrl.ts'
import type { Service } from '../../network/services.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { CheckedText } from './CheckedText.tsx'
import type { Checked } from './checked.ts'
import styles from './settings.module.css'

/** The URL of one service: what it is for, what is wrong with it, what it answered. */
export function ServiceField(props: {
  service: Service
  url: string
  /** What the site has; undefined: it names none. */
  siteUrl: string | undefined
  fault: string | undefined
  /** Origins that the page may ask now. */
  allowed: readonly string[]
  found: Checked
  onChange: (url: string) => void
  onCheck: (url: string) => void
}) {
  const { service, url, siteUrl, fault, allowed, found, onChange, onCheck } = props
  const { label, purpose } = service
  const isGiven = url !== '' && fault === undefined
  const isAllowed = isGiven && allowed.includes(findOrigin(url) ?? '')
  const warnings = isGiven ? examineUrl(url, location.protocol).warnings : []
  const isOther = siteUrl !== undefined && url !== siteUrl
  return (
    <div className={styles.service}>
      <TextField
        label={label}
        type="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className={styles.url}
        value={url}
        onChange={({ target }) => onChange(target.value.trim())}
        error={fault && `It ${fault}.`}
        help={
          <>
            {purpose}
            {siteUrl === undefined && url === '' && ' The site names none.'}
            {siteUrl !== undefined && url === '' && ' Empty: the one that the site has.'}
          </>
        }
      />
      {isAllowed && (
        <div className={styles.test}>
          <Button isSmall onClick={() => onCheck(url)} disabled={found === 'asking'}>
            Test<span className="visually-hidden"> {label}</span>
          </Button>
        </div>
      )}
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
      <div className={styles.row}>
        {isGiven && !isAllowed && (
          <span className={styles.soft}>It is tested once the page is loaded again with it.</span>
        )}
        {isOther && (
          <Button isSmall look="quiet" onClick={() => onChange(siteUrl)}>
            Use the site's<span className="visually-hidden"> as {label}</span>
          </Button>
        )}
        <CheckedText found={found} />
      </div>
    </div>
  )
}
