// @ts-check
/**
 * The import of a quiz file, as a value: first it is only checked, and what is wrong with it is told; then, if the
 * person wants it, it is stored. Each file has a number, so that an answer about a file that is no longer wanted
 * changes nothing.
 */

/** @typedef {import('./quiz-file.js').FileKind} FileKind */
/** @typedef {import('../../lib/wire.js').QuizCount} QuizCount */
/** @typedef {{field: string, detail: string}} Fault */
/** @typedef {'tooLarge'|'notText'|'notQuiz'|'empty'} Reason */

/**
 * @typedef {object} Import
 * @property {'idle'|'checking'|'faulty'|'ready'|'importing'|'done'} step
 * @property {number} run the number of the file, from 1
 * @property {string} file its name
 * @property {string} text
 * @property {FileKind|null} kind
 * @property {number} progress how much has been sent, 0 to 1
 * @property {QuizCount|null} count what is in it
 * @property {Reason|null} reason why it was not sent at all
 * @property {string} detail what the server says of it as a whole
 * @property {Fault[]} faults line by line
 */

/**
 * What happens: `chosen` a file; `read` or `unreadable` on this device; `sent` a part of it; `counted` or `refused` by
 * the server's check; `wanted` by the person; `stored`; `failed`: no verdict on the file (no network, no rights);
 * `dropped`: start again.
 * @typedef {{type: 'chosen', file: string} | {type: 'read', run: number, text: string, kind: FileKind}
 *   | {type: 'unreadable', run: number, reason: Reason} | {type: 'sent', run: number, progress: number}
 *   | {type: 'counted', run: number, count: QuizCount} | {type: 'refused', run: number, detail: string, faults: Fault[]}
 *   | {type: 'wanted'} | {type: 'stored', run: number} | {type: 'failed', run: number} | {type: 'dropped'}} Happening
 */

/**
 * Before a file was chosen.
 * @param {number} [run] the last file's number
 * @returns {Import}
 */
export function noImport(run = 0) {
  return { step: 'idle', run, file: '', text: '', kind: null, progress: 0, count: null, reason: null, detail: '', faults: [] };
}

/**
 * What follows.
 * @param {Import} state
 * @param {Happening} event
 * @returns {Import} the same object where the event is of an earlier file, or does not fit
 */
export function next(state, event) {
  if ('run' in event && event.run !== state.run) return state;
  switch (event.type) {
    case 'chosen':
      return { ...noImport(state.run + 1), step: 'checking', file: event.file };
    case 'dropped':
      return noImport(state.run + 1);
    case 'wanted':
      return state.step === 'ready' ? { ...state, step: 'importing', progress: 0 } : state;
    case 'sent':
      return isSending(state) ? { ...state, progress: event.progress } : state;
    case 'stored':
      return state.step === 'importing' ? { ...state, step: 'done', progress: 1 } : state;
    case 'refused':
      return isSending(state) ? { ...state, step: 'faulty', detail: event.detail, faults: event.faults } : state;
    case 'failed':
      if (state.step === 'importing') return { ...state, step: 'ready' };
      return state.step === 'checking' ? noImport(state.run) : state;
    default:
      return state.step === 'checking' ? checked(state, event) : state;
  }
}

/**
 * @param {Import} state
 * @param {Extract<Happening, {type: 'read'|'unreadable'|'counted'}>} event
 * @returns {Import}
 */
function checked(state, event) {
  if (event.type === 'read') return { ...state, text: event.text, kind: event.kind };
  if (event.type === 'unreadable') return { ...state, step: 'faulty', reason: event.reason };
  return { ...state, step: 'ready', count: event.count };
}

/** @param {Import} state */
function isSending(state) {
  return state.step === 'checking' || state.step === 'importing';
}
