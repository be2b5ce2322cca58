import { monaco } from "@/components/code-editor/monaco";

type Theme = "light" | "dark";

/** Makes our colours Monaco's, from the tokens as the page has them at this moment. */
export function applyMonacoTheme(theme: Theme): void {
  const name = `millrace-${theme}`;
  const color = createColorReader();
  const rule = (token: string, variable: string, fontStyle = "") => ({
    token,
    foreground: color(variable).slice(1, 7),
    fontStyle,
  });

  monaco.editor.defineTheme(name, {
    base: theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      rule("", "--foreground"),
      rule("comment", "--muted-foreground", "italic"),
      rule("keyword", "--accent-text"),
      rule("string", "--success"),
      rule("number", "--warning"),
      rule("regexp", "--warning"),
      rule("type", "--info"),
      rule("type.identifier", "--info"),
      rule("delimiter", "--muted-foreground"),
    ],
    colors: {
      "editor.background": color("--surface"),
      "editor.foreground": color("--foreground"),
      "editorLineNumber.foreground": color("--border-strong"),
      "editorLineNumber.activeForeground": color("--muted-foreground"),
      "editor.lineHighlightBackground": `${color("--muted")}80`,
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": `${color("--accent")}40`,
      "editor.inactiveSelectionBackground": `${color("--accent")}22`,
      "editorCursor.foreground": color("--accent-text"),
      "editorWidget.background": color("--raised"),
      "editorWidget.border": color("--border"),
      "editorSuggestWidget.background": color("--raised"),
      "editorSuggestWidget.border": color("--border"),
      "editorSuggestWidget.selectedBackground": color("--muted"),
      "editorSuggestWidget.selectedForeground": color("--foreground"),
      "editorSuggestWidget.highlightForeground": color("--accent-text"),
      "editorSuggestWidget.focusHighlightForeground": color("--accent-text"),
      "editorHoverWidget.background": color("--raised"),
      "editorHoverWidget.border": color("--border"),
      "editorError.foreground": color("--danger"),
      "editorWarning.foreground": color("--warning"),
      "editorIndentGuide.background1": color("--border"),
      "editorIndentGuide.activeBackground1": color("--border-strong"),
      "scrollbarSlider.background": `${color("--border-strong")}80`,
      "scrollbarSlider.hoverBackground": color("--border-strong"),
      "scrollbarSlider.activeBackground": color("--muted-foreground"),
      "input.background": color("--surface"),
      "input.border": color("--border-strong"),
      focusBorder: color("--ring"),
      "scrollbar.shadow": "#00000000",
    },
  });
  monaco.editor.setTheme(name);
}

/** Monaco reads only hex. A canvas turns any colour of CSS into it. */
function createColorReader(): (variable: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const styles = getComputedStyle(document.documentElement);

  return (variable) => {
    if (context === null) return "#808080";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = styles.getPropertyValue(variable).trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}
