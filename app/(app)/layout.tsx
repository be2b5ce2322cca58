import type { ReactNode } from "react";
import { SignedInShell } from "@/components/shell/signed-in-shell";

export default function SignedInLayout({ children }: { readonly children: ReactNode }) {
  return <SignedInShell>{children}</SignedInShell>;
}
