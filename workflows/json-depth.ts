/** JSON nested deeper than this is refused at the door: nobody writes it, and recursive readers fall over it. */
export const JSON_DEPTH_LIMIT = 512;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether a JSON text nests arrays and objects deeper than `limit`. Reads the text once, without
 * recursion, and makes no claim about its being JSON.
 */
export function isDeeperThan(text: string, limit: number): boolean {
  // A text that is nested so deep has an opening and, to be JSON, a closing bracket for every level.
  if (text.length <= limit) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE) return index;
  }
  return text.length;
}
