import { explainRefusal } from "@/components/account/auth-request";
import { withToast } from "@/components/ui/with-toast";

/** Ends the session and loads the sign-in page afresh, so that nothing of the workspace stays in memory. */
export async function signOut(): Promise<void> {
  const { authClient } = await import("@/components/api/auth-client");
  const refusal = await explainRefusal(authClient.signOut(), {});
  if (refusal === null) window.location.assign("/sign-in");
  else withToast((toast) => toast.error(refusal));
}
