"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { withToast } from "@/components/ui/with-toast";

const SHOWN_MS = 1_500;

type CopyButtonProps = { readonly text: string; readonly label: string; readonly className?: string };

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [hasCopied, setHasCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Browsers refuse outside secure contexts, such as plain http on another machine.
      withToast((toast) => toast.error("The browser did not allow copying. Select the text instead."));
      return;
    }
    setHasCopied(true);
    setTimeout(() => setHasCopied(false), SHOWN_MS);
  }

  return (
    <Tooltip label={hasCopied ? "Copied" : label}>
      <Button variant="ghost" size="icon-sm" aria-label={label} className={className} onClick={() => void copy()}>
        {hasCopied ? (
          <Check aria-hidden className="size-3.5 text-success" />
        ) : (
          <Copy aria-hidden className="size-3.5" />
        )}
      </Button>
    </Tooltip>
  );
}
