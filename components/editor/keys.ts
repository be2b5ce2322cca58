/** Whether the keys go to a text, a list or a dialog, and not to the canvas. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      "input, textarea, select, [contenteditable='true'], .monaco-editor, [role='dialog'], [role='menu'], [role='listbox']",
    ) !== null
  );
}

/** Whether Enter and Space belong to what has the focus. */
export function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("button, a, [role='button'], [role='tab'], [role='combobox']") !== null
  );
}

/** A key as it is written in a table: `mod` is Ctrl, or Cmd on a Mac. */
export function keyName(event: KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? "mod" : null,
    event.altKey ? "alt" : null,
    event.shiftKey ? "shift" : null,
    event.key.length === 1 ? event.key.toLowerCase() : event.key,
  ];
  return parts.filter((part) => part !== null).join("+");
}
