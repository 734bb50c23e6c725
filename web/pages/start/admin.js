// @ts-check
import { Api } from '../../lib/api.js';
import { promptDialog } from '../../lib/dialog.js';
import { adminToken, keepAdminToken } from '../../lib/session.js';
import { t } from '../../lib/text.js';

/** Servers with an admin token let only its bearer make games. It is asked for when the server wants it. */

/**
 * Does what may need the admin token; where the server refuses, asks for the token and tries again, until it is
 * accepted or the person gives up.
 * @template T
 * @param {(api: Api) => Promise<T>} action
 * @returns {Promise<T|null>} null: the person gave up
 */
export async function asAdmin(action) {
  let token = adminToken();
  for (let isFirst = true; ; isFirst = false) {
    try {
      const result = await action(new Api({ token }));
      keepAdminToken(token);
      return result;
    } catch (error) {
      const { status, foreign } = /** @type {{status?: number, foreign?: boolean}} */ (error);
      if ((status !== 401 && status !== 403) || foreign) throw error;
      keepAdminToken('');
      const asked = await promptDialog({
        title: t('start.adminTitle'),
        label: t('start.adminToken'),
        hint: t(isFirst && !token ? 'start.adminHint' : 'start.adminWrong'),
        action: t('common.next'),
        type: 'password',
        required: true,
      });
      if (asked === null) return null;
      token = asked.trim();
    }
  }
}
