import { accountRouter } from "@/server/api/account/router";
import { runsRouter } from "@/server/api/runs/router";
import { sessionRouter } from "@/server/api/session/router";
import { router } from "@/server/api/trpc";
import { workflowsRouter } from "@/server/api/workflows/router";

export const apiRouter = router({
  session: sessionRouter,
  account: accountRouter,
  workflows: workflowsRouter,
  runs: runsRouter,
});

export type AppRouter = typeof apiRouter;
