import { toast } from "sonner";
import { authClient } from "@/components/api/auth-client";

/** Ends the session and loads the sign-in page afresh, so that nothing of the workspace stays in memory. */
export async function signOut(): Promise<void> {
  const { error } = await authClient.signOut();
  if (error === null) window.location.assign("/sign-in");
  else toast.error(error.message ?? "Signing out failed. Try again.");
}
