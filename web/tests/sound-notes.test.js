import assert from 'node:assert/strict';
import { test } from 'node:test';
import { melodies } from '../lib/sound-notes.js';

test('sounds are short, can be heard, and never overdrive the speaker', () => {
  for (const [name, notes] of Object.entries(melodies)) {
    for (const note of notes) {
      assert.ok(note.at >= 0 && note.length > 0 && note.at + note.length <= 2, `${name} is short`);
      assert.ok([note.from, note.to ?? note.from].every((pitch) => pitch >= 150 && pitch <= 3000), `${name} is heard on a phone`);
      const together = notes.filter((other) => other.at <= note.at && other.at + other.length > note.at);
      assert.ok(together.reduce((sum, other) => sum + other.level, 0) <= 0.9, `${name} is not too loud`);
    }
  }
});

test('what answers a press starts at once, and no two sounds are the same', () => {
  for (const name of /** @type {const} */ (['buzz', 'right', 'wrong', 'tick'])) assert.equal(melodies[name][0].at, 0);
  const written = Object.values(melodies).map((notes) => JSON.stringify(notes));
  assert.equal(new Set(written).size, written.length);
});
