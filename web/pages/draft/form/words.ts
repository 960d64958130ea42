/** The beginning of a sentence. */
export const capitalizeFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
