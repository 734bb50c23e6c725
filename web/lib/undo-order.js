/**
 * Which changes can be undone, so that each undo leads to a state that there was: of each thing the newest change; and
 * where that is itself an undo, also the one before the pair, so that one gets back to the start.
 *
 * @typedef {import('./wire.js').Change} Change
 */

/**
 * The changes that have been overtaken by newer ones of the same thing, or whose thing is gone.
 *
 * @param {Change[]} changes  of one game, in any order
 * @returns {Set<number>}  their revisions
 */
export function supersededBy(changes) {
  /** @type {Map<string, Change[]>} by thing, oldest first: what still has its effect */
  const effective = new Map();
  /** @type {Map<string, Change>} by thing */
  const newest = new Map();
  /** @type {Map<string, Change[]>} by what is gone, oldest first, as long as it has not been made again */
  const deletions = new Map();
  /** @type {Set<number>} deletions whose thing has been made again */
  const remade = new Set();
  /** @type {Map<number, string[]>} by player */
  const answers = new Map();
  const inOrder = [...changes].sort((a, b) => a.revision - b.revision);
  for (const change of inOrder) {
    const thing = thingOf(change);
    const stack = effective.get(thing) ?? [];
    effective.set(thing, stack);
    const last = stack.at(-1);
    if (last && undoes(change, last)) stack.pop();
    else stack.push(change);
    newest.set(thing, change);
    if (change.kind === 'update_score') push(answers, change.entity_id, thing);
    if (change.kind === 'player_deleted') {
      for (const answer of answers.get(change.entity_id) ?? []) {
        newest.delete(answer);
        effective.delete(answer);
      }
    }
    if (change.kind.endsWith('_deleted')) push(deletions, nameOf(change), change);
    if (change.kind.endsWith('_created')) {
      const alike = deletions.get(nameOf(change)) ?? [];
      const index = alike.findLastIndex((one) => remakes(change, one));
      for (const { revision } of index < 0 ? [] : alike.splice(index, 1)) remade.add(revision);
    }
  }
  const open = new Set([...newest.values(), ...[...effective.values()].flatMap((stack) => stack.slice(-1))]);
  const closed = inOrder.filter((change) => !open.has(change) || remade.has(change.revision));
  return new Set(closed.map(({ revision }) => revision));
}

/** @param {Change} change @returns {string} */
function thingOf({ kind, entity_id, detail }) {
  if (kind === 'update_score') return `answer:${entity_id}:${detail?.question_id ?? '?'}`;
  if (kind === 'toggle_question') return `question:${entity_id}`;
  return `${kind.split('_')[0]}:${entity_id}`;
}

/**
 * Whether a change led back to what there was before the last one.
 *
 * @param {Change} change
 * @param {Change} last  of the same thing
 */
function undoes(change, last) {
  if (change.kind !== last.kind) return false;
  if (change.kind === 'update_score') {
    return Boolean(change.detail && last.detail) && same(change.detail.answer ?? null, last.detail.previous ?? null);
  }
  if (change.kind === 'toggle_question') return change.body.answered !== last.body.answered;
  const after = change.kind === 'question_updated' ? change.detail?.question : changed(change);
  return Boolean(after && last.detail?.previous) && agrees(last.detail.previous, after);
}

/** What is created or deleted: only what has the same name can be the same again. @param {Change} change @returns {string} */
function nameOf({ kind, body, detail }) {
  const [what = ''] = kind.split('_');
  const thing = what === 'question' ? detail?.question : detail?.[what] ?? body[what];
  return `${what}:${thing?.name ?? thing?.text}`;
}

/** @template K, V @param {Map<K, V[]>} lists @param {K} key @param {V} value */
function push(lists, key, value) {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The thing as a change left it. @param {Change} change */
function changed({ kind, body }) {
  return kind === 'game_updated' ? body : body[kind.split('_')[0]];
}

/** @param {Change} creation @param {Change} deletion */
function remakes(creation, deletion) {
  const what = creation.kind.replace('_created', '');
  if (deletion.kind !== `${what}_deleted`) return false;
  const gone = deletion.detail?.[what];
  const made = what === 'question' ? creation.detail?.question : creation.body[what];
  return Boolean(gone && made) && agrees(gone, made);
}

/** Members that differ although the thing is the same one again, or that a change's body does not carry. */
const own = new Set(['id', 'version', 'score', 'revision', 'categories', 'questions']);

/** @param {Record<string, unknown>} before @param {Record<string, unknown>} after */
function agrees(before, after) {
  return Object.keys(before).every((name) => own.has(name) || !(name in after) || same(before[name], after[name]));
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Members in one order, so that equal objects are equal texts. @param {any} value @returns {any} */
function sorted(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
}
