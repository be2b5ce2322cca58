"use client";

import { useEffect } from "react";
import { flushPendingText } from "@/components/code-editor/pending-text";
import { isTyping, keyName } from "@/components/editor/keys";
import { useEditorSession } from "@/components/editor/session/session-context";

type PageKeys = { readonly deploy: () => Promise<void> };

/** The keys of the whole page: save works everywhere, deploy outside texts. */
export function usePageKeys({ deploy }: PageKeys): void {
  const { autosaver } = useEditorSession();

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const name = keyName(event);
      if (name === "mod+s") {
        event.preventDefault();
        flushPendingText();
        void autosaver.flush();
      } else if (name === "shift+p" && !isTyping(event.target)) {
        event.preventDefault();
        void deploy();
      }
    }
    // Before the code editor, which would keep Ctrl+S to itself.
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [autosaver, deploy]);
}
