// Draws the charts over time of a backtest's page. It runs in the page, after uPlot, and asks nothing of anybody.

/**
 * @typedef {{ ruleId: string, title: string, nav: number[], drift: number[], band: (number | null)[], drawdown: number[] }} Rule
 * @typedef {{ at: number[], rules: Rule[] }} Data
 * @typedef {{ label: string, values: (number | null)[], color: string, dash?: number[], width?: number }} Line
 */

;(() => {
  /** @type {Data} */
  const data = JSON.parse(document.getElementById('chart-data')?.textContent ?? '{}')
  // uPlot stands in the script before this one.
  const Plot = /** @type {any} */ (globalThis).uPlot
  /** @type {{ destroy(): void, setSize(size: { width: number, height: number }): void, root: HTMLElement }[]} */
  let plots = []

  /** @param {string} name */
  const color = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

  /** @param {Rule} rule @param {number} index */
  const colorOf = ({ ruleId }, index) => {
    if (ruleId === 'proposal') return color('proposal')
    if (ruleId === 'in-force') return color('in-force')
    return index % 2 === 0 ? color('plain-a') : color('plain-b')
  }

  /** @param {Rule} rule @param {number} index */
  const dashOf = ({ ruleId }, index) => {
    if (ruleId === 'proposal') return []
    if (ruleId === 'in-force') return [8, 4]
    return index % 2 === 0 ? [2, 3] : [10, 3, 2, 3]
  }

  /** Forms of the times below a chart, by the distance of two: of each day the date stands once. */
  const date = '\n{YYYY}-{MM}-{DD}'
  const times = [
    [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
    [2_419_200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
    [86_400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
    [60, '{HH}:{mm}', date, null, date, null, null, null, 1],
    [1, '{HH}:{mm}:{ss}', date, null, date, null, null, null, 1],
  ]

  const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
  const short = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2, notation: 'compact' })

  /**
   * @param {string} id
   * @param {Line[]} lines
   */
  const draw = (id, lines) => {
    const place = document.getElementById(id)
    if (place === null || data.at.length < 2 || lines.length === 0) return
    const axis = {
      stroke: color('muted'),
      grid: { stroke: color('rule'), width: 1 },
      ticks: { stroke: color('rule') },
    }
    const options = {
      width: place.clientWidth,
      height: 260,
      tzDate: (/** @type {number} */ at) => Plot.tzDate(new Date(at * 1_000), 'Etc/UTC'),
      cursor: { sync: { key: 'time' }, focus: { prox: 24 } },
      focus: { alpha: 0.35 },
      legend: {
        live: true,
        markers: {
          width: 3,
          dash: (/** @type {unknown} */ _, /** @type {number} */ index) =>
            lines[index - 1]?.dash?.length ? 'dashed' : 'solid',
        },
      },
      scales: { x: { time: true } },
      axes: [
        { ...axis, space: 70, values: times },
        {
          ...axis,
          size: 58,
          values: (/** @type {unknown} */ _, /** @type {number[]} */ ticks) =>
            ticks.map((tick) => short.format(tick)),
        },
      ],
      series: [
        { label: 'UTC', value: '{YYYY}-{MM}-{DD} {HH}:{mm}' },
        ...lines.map(({ label, color: stroke, dash, width = 1.75 }) => ({
          label,
          stroke,
          width,
          dash,
          spanGaps: false,
          points: { show: false },
          value: (/** @type {unknown} */ _, /** @type {number | null} */ value) =>
            value === null || value === undefined ? '-' : number.format(value),
        })),
      ],
    }
    plots.push(new Plot(options, [data.at, ...lines.map(({ values }) => values)], place))
  }

  const drawAll = () => {
    for (const plot of plots) plot.destroy()
    plots = []
    const line = (
      /** @type {Rule} */ rule,
      /** @type {number} */ index,
      /** @type {(number | null)[]} */ values,
    ) => ({
      label: rule.title,
      values,
      color: colorOf(rule, index),
      dash: dashOf(rule, index),
      width: rule.ruleId === 'proposal' ? 2.25 : 1.75,
    })
    draw(
      'chart-value',
      data.rules.map((rule, index) => line(rule, index, rule.nav)),
    )
    const inForce = data.rules.find(({ ruleId }) => ruleId === 'in-force')
    if (inForce !== undefined) {
      const others = data.rules.flatMap((rule, index) =>
        rule === inForce
          ? []
          : [
              line(
                rule,
                index,
                rule.nav.map((value, point) => value - Number(inForce.nav[point])),
              ),
            ],
      )
      draw('chart-ahead', others)
    }
    const bands = data.rules.flatMap((rule, index) => {
      if (rule.band.every((value) => value === null)) return []
      const stroke = colorOf(rule, index)
      const negative = rule.band.map((value) => (value === null ? null : -value))
      return [
        { label: `drift, ${rule.title}`, values: rule.drift, color: stroke, width: 1 },
        { label: `band, ${rule.title}`, values: rule.band, color: stroke, dash: [8, 4] },
        { label: `-band, ${rule.title}`, values: negative, color: stroke, dash: [8, 4] },
      ]
    })
    draw('chart-band', bands)
    draw(
      'chart-drawdown',
      data.rules.map((rule, index) => line(rule, index, rule.drawdown)),
    )
  }

  drawAll()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
  const observer = new ResizeObserver(() => {
    for (const plot of plots) {
      const width = plot.root.parentElement?.clientWidth ?? 0
      if (width > 0) plot.setSize({ width, height: 260 })
    }
  })
  const time = document.getElementById('time')
  if (time !== null) observer.observe(time)
})()
