import { setCredentials } from "@/server/api/account/set-credentials";
import { router } from "@/server/api/trpc";

export const accountRouter = router({ setCredentials });
