"use client";

import { useEffect } from "react";
import { flushPendingText } from "@/components/code-editor/pending-text";
import { isDirty } from "@/components/editor/autosave/autosave-state";
import { useEditorSession } from "@/components/editor/session/session-context";

/** Saves when the page is hidden or left, and asks whether the draft moved on when it is shown again. */
export function useLeaving(): void {
  const { autosaver, fetchTheirs } = useEditorSession();

  useEffect(() => {
    async function askForNewer() {
      try {
        const { revision } = await fetchTheirs();
        autosaver.dispatch({ type: "saved-elsewhere", revision });
      } catch {
        // Only a courtesy: the next save tells of a newer draft in any case.
      }
    }
    function onVisibility() {
      if (document.visibilityState === "visible") {
        void askForNewer();
        return;
      }
      flushPendingText();
      void autosaver.flush();
    }
    function onPageHide() {
      flushPendingText();
      autosaver.part();
    }
    function onBeforeUnload(event: BeforeUnloadEvent) {
      flushPendingText();
      const isSafe = autosaver.keep() || !isDirty(autosaver.store.getState());
      if (!isSafe) event.preventDefault();
    }

    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onPageHide);
    window.addEventListener("beforeunload", onBeforeUnload);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onPageHide);
      window.removeEventListener("beforeunload", onBeforeUnload);
    };
  }, [autosaver, fetchTheirs]);
}
