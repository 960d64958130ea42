// With its style sheet, which the page loads as a file: its policy allows no style element.
import 'uplot/dist/uPlot.min.css'

export { default } from 'uplot'
