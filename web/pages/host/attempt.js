// @ts-check
/** Mutations whose failure is told by a toast that offers the same again. */

import { problemToast } from '../../lib/toast.js';

/** @typedef {import('../../lib/game.js').Game} Game */

/**
 * Does a mutation; what goes wrong is told and can be tried again.
 * @param {Game} game
 * @param {string} key the entity, such as 'player:3': mutations of one go in the order of the clicks
 * @param {(api: any) => Promise<any>} mutation
 * @returns {Promise<boolean>} whether it is done
 */
export async function attempt(game, key, mutation) {
  try {
    await game.mutate(key, mutation);
    return true;
  } catch (error) {
    problemToast(/** @type {any} */ (error), () => attempt(game, key, mutation));
    return false;
  }
}
