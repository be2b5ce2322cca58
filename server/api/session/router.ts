import { getPolicy } from "@/server/api/session/get-policy";
import { getSession } from "@/server/api/session/get-session";
import { router } from "@/server/api/trpc";

export const sessionRouter = router({ get: getSession, policy: getPolicy });
