type Shortcut = { readonly keys: readonly string[]; readonly label: string };

/** Every key that works outside the editor, for the list that `?` opens. */
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
];
