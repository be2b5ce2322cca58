export const PANEL_ID = "step-panel";

/** Moves the focus into the panel, once it is drawn. */
export function focusPanel(): void {
  requestAnimationFrame(() => {
    document.getElementById(PANEL_ID)?.querySelector<HTMLElement>("input, textarea, button")?.focus();
  });
}
