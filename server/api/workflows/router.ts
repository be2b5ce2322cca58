import { router } from "@/server/api/trpc";
import { checkWorkflow } from "@/server/api/workflows/check-workflow";
import { createWorkflow } from "@/server/api/workflows/create-workflow";
import { deleteWorkflow } from "@/server/api/workflows/delete-workflow";
import { deployWorkflow } from "@/server/api/workflows/deploy-workflow";
import { getWorkflow } from "@/server/api/workflows/get-workflow";
import { listWorkflows } from "@/server/api/workflows/list-workflows";
import { renameWorkflow } from "@/server/api/workflows/rename-workflow";
import { restoreWorkflow } from "@/server/api/workflows/restore-workflow";
import { saveDraft } from "@/server/api/workflows/save-draft";

export const workflowsRouter = router({
  list: listWorkflows,
  create: createWorkflow,
  get: getWorkflow,
  saveDraft,
  rename: renameWorkflow,
  delete: deleteWorkflow,
  restore: restoreWorkflow,
  deploy: deployWorkflow,
  check: checkWorkflow,
});
