/** The mark of Gimbal and its name. The picture is that of public/icon.svg, in the colours of the page. */
export function Brand() {
  return (
    <>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <g fill="none" strokeLinecap="round">
          <circle cx="16" cy="16" r="13" stroke="currentColor" strokeWidth="2" opacity="0.85" />
          <ellipse
            cx="16"
            cy="16"
            rx="13"
            ry="4.6"
            transform="rotate(-32 16 16)"
            stroke="var(--accent)"
            strokeWidth="2"
          />
          <path d="M9 16h14" stroke="currentColor" strokeWidth="2.4" />
        </g>
        <circle cx="16" cy="16" r="3.4" fill="var(--accent)" />
      </svg>
      <span>Gimbal</span>
    </>
  )
}
