import { getRun } from "@/server/api/runs/get-run";
import { getStep } from "@/server/api/runs/get-step";
import { getValue } from "@/server/api/runs/get-value";
import { listRuns } from "@/server/api/runs/list-runs";
import { watchRuns } from "@/server/api/runs/watch-runs";
import { router } from "@/server/api/trpc";

export const runsRouter = router({ list: listRuns, get: getRun, getStep, getValue, watch: watchRuns });
