/**
 * One try by XMLHttpRequest: only it tells how much of a large file has gone.
 *
 * @type {import('./request.js').Send}
 */
export function byUpload({ method, url, headers, body, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onProgress?.(1);
    request.onload = () => {
      const { status, responseText: text } = request;
      resolve({ status, headers: { get: (name) => request.getResponseHeader(name) }, text });
    };
    request.onerror = () => reject(new TypeError('the upload broke'));
    request.onabort = () => reject(new DOMException('the upload was given up', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) return reject(new DOMException('the upload was given up', 'AbortError'));
    request.send(body);
  });
}
