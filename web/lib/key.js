/** Random names. */

/**
 * A random UUID (version 4). crypto.randomUUID exists in secure contexts only; a quiz in a back room runs on plain
 * http://192.168…, where getRandomValues is all there is.
 *
 * @param {Pick<Crypto, 'getRandomValues'> & {randomUUID?: () => string}} [source]  the browser's crypto
 * @returns {string}
 */
export function randomKey(source = crypto) {
  if (source.randomUUID) return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
