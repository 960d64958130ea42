/** The portfolios that a run can show beside its twins. In a file of its own: a command reads it before any contract. */
export const portfolioNames = ['carry', 'lp', 'leveraged', 'options'] as const

export type PortfolioName = (typeof portfolioNames)[number]
