// The normal distribution in 64-bit floats.
//
// Method:   upperTail(a) = e^(-a^2/2) q(a), where q falls from 1/2 to 0 like 1 / a; (a + 5.25) q(a) is a
//           polynomial in u = (a - 5.25) / (a + 5.25), of degree 23, its even and odd powers apart.
//           Additions, multiplications and divisions of Wasm floats have one result, on every machine;
//           so has `Math.exp`, which the compiler builds into the module.
// Domain:   a >= 0.
// Special:  upperTail(0) is 1/2 within an ulp; from about 38.6 on it is 0.
// Accuracy: relative 1e-15 + 2e-16 a^2; test/core/strategies/normal.test.ts.
// Source:   the transformation of Shepherd & Laframboise 1981, Mathematics of Computation 36; the coefficients
//           are a Chebyshev expansion at 50 digits.

const HALF_WAY: f64 = 5.25
const INV_SQRT_TWO_PI: f64 = 0.3989422804014327

/** The density at a. */
export function density(a: f64): f64 {
  return INV_SQRT_TWO_PI * Math.exp(-0.5 * a * a)
}

/** The probability of more than a, for a >= 0. */
export function upperTail(a: f64): f64 {
  // At infinity u would have no value; the exponential is 0 long before.
  if (a > 40) return 0
  const sum = a + HALF_WAY
  const u = (a - HALF_WAY) / sum
  const v = u * u
  let even: f64 = -3.82373728448004e-10
  even = even * v + 4.495476310212754e-9
  even = even * v - 3.581810053722406e-8
  even = even * v + 2.959829270540148e-7
  even = even * v - 2.7686365848055226e-6
  even = even * v + 2.6716779379726894e-5
  even = even * v - 2.1609524348165403e-4
  even = even * v + 3.3492252253201015e-4
  even = even * v + 3.209410612799518e-2
  even = even * v + 1.9169593124965423e-1
  even = even * v + 5.164116391700174e-1
  even = even * v + 7.716264239532752e-1
  let odd: f64 = 2.7646136860109706e-10
  odd = odd * v - 3.393141379673534e-9
  odd = odd * v + 2.5324450219431604e-8
  odd = odd * v - 1.6152730047478499e-7
  odd = odd * v + 9.512568958271108e-7
  odd = odd * v - 4.33544531080096e-6
  odd = odd * v - 6.988850595045369e-6
  odd = odd * v + 5.940683888138388e-4
  odd = odd * v - 7.662188225692818e-3
  odd = odd * v - 8.894663843553433e-2
  odd = odd * v - 3.41150219287946e-1
  odd = odd * v - 6.758533698803841e-1
  return (Math.exp(-0.5 * a * a) * (even + u * odd)) / sum
}

/** The probability of less than x. */
export function below(x: f64): f64 {
  return x < 0 ? upperTail(-x) : 1.0 - upperTail(x)
}
