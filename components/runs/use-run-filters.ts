"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { runStatuses } from "@/workflows/run/run-status";

/** The filters of the list, kept in the address so that they can be shared and gone back to. */
export function useRunFilters() {
  return useQueryStates({
    status: parseAsStringLiteral(runStatuses),
    workflow: parseAsString,
  });
}
