import type { OutgoingHttpHeaders } from 'node:http'

/**
 * What is sent with every file of the console. docs/console.md lists the same for other servers.
 *
 * @param policy - The content security policy of the page.
 */
export function createHeaders(policy: string): OutgoingHttpHeaders {
  return {
    // What the page itself cannot say of frames, a header can.
    'content-security-policy': `${policy}; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': unused.map((feature) => `${feature}=()`).join(', '),
  }
}

/** Abilities of browsers that the page never asks for. */
const unused = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]

/** Files whose names hold a hash of their content never change; the others are asked for anew each time. */
export function chooseCaching(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
