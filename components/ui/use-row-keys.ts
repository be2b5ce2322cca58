"use client";

import type { RefObject } from "react";
import { useHotkeys } from "react-hotkeys-hook";

/** `j` and `k` walk the elements marked `data-row-link` inside the container. Enter is theirs already. */
export function useRowKeys(container: RefObject<HTMLElement | null>): void {
  useHotkeys("j,k", (event, { keys }) => {
    const rows = [...(container.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const current = rows.findIndex((row) => row.matches(":focus"));
    const target = rows[keys?.[0] === "j" ? current + 1 : current - 1];
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
}
