type Shortcut = { readonly keys: readonly string[]; readonly label: string };

/** Every key there is, for the list that `?` opens. */
export const shortcutGroups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: "Anywhere",
    shortcuts: [
      { keys: ["g", "w"], label: "Go to workflows" },
      { keys: ["g", "r"], label: "Go to runs" },
      { keys: ["g", "a"], label: "Go to account" },
      { keys: ["?"], label: "Show this list" },
    ],
  },
  {
    title: "Lists",
    shortcuts: [
      { keys: ["j"], label: "Next row" },
      { keys: ["k"], label: "Previous row" },
      { keys: ["Enter"], label: "Open the row" },
      { keys: ["/"], label: "Search workflows" },
    ],
  },
  {
    title: "Run",
    shortcuts: [
      { keys: ["j"], label: "Next step" },
      { keys: ["k"], label: "Previous step" },
    ],
  },
  {
    title: "Editor",
    shortcuts: [
      { keys: ["N"], label: "Add a step" },
      { keys: ["Enter"], label: "Open the step" },
      { keys: ["F2"], label: "Rename the step" },
      { keys: ["Del"], label: "Delete what is selected" },
      { keys: ["Ctrl", "D"], label: "Duplicate" },
      { keys: ["Ctrl", "A"], label: "Select all" },
      { keys: ["Ctrl", "Z"], label: "Undo" },
      { keys: ["Ctrl", "Shift", "Z"], label: "Redo" },
      { keys: ["←", "→", "↑", "↓"], label: "Move what is selected" },
      { keys: ["1"], label: "Fit the view" },
      { keys: ["Shift", "Alt", "T"], label: "Tidy up" },
      { keys: ["Ctrl", "S"], label: "Save" },
      { keys: ["Shift", "P"], label: "Deploy" },
    ],
  },
];
