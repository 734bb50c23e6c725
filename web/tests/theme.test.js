import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTheme } from '../lib/theme-switch.js';

test('the switch goes round: system, dark, light', () => {
  assert.equal(nextTheme('system'), 'dark');
  assert.equal(nextTheme('dark'), 'light');
  assert.equal(nextTheme('light'), 'system');
});
