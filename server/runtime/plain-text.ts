// biome-ignore-start lint/suspicious/noControlCharactersInRegex: removing them is what these are for.
const ansiSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;
const controlCharacter = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const anyControl = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above.

/** Text that cannot move a cursor, forge a line of a log or be refused by a database. Keeps tab and line feed. */
export function toPlainText(text: string): string {
  const plain = anyControl.test(text)
    ? text.replace(/\r\n?/g, "\n").replace(ansiSequence, "").replace(controlCharacter, "")
    : text;
  return plain.toWellFormed();
}
