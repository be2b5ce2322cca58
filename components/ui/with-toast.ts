type Toast = typeof import("sonner")["toast"];

/** Shows a toast. What shows it is loaded beside the page and not with it, for few visits ever need it. */
export function withToast(show: (toast: Toast) => unknown): void {
  void import("sonner").then(({ toast }) => show(toast));
}
