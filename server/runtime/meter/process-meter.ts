import { closeSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import type { ControlGroup } from "@/server/runtime/meter/control-groups";
import { readText } from "@/server/runtime/meter/read-number";

export type Consumption = { readonly cpuMs: number; readonly peakMemoryBytes: number };
export type Holdings = { readonly heldBytes: number; readonly peakBytes: number; readonly threads: number };

/**
 * Measures a process from outside. Memory is what the process holds for itself: the pages of the
 * Node program, which all instances share, are not the step's.
 */
export interface ProcessMeter {
  /** Starts a measurement at zero CPU and at the memory held at this moment. */
  begin(): void;
  /** What is held at this moment; also keeps the numbers for when the process is gone. */
  sample(): Holdings;
  end(): Consumption & Holdings;
  close(): void;
}

const CLEAR_PEAK = Buffer.from("5");
const BYTES_PER_KB = 1_024;
const NS_PER_MS = 1_000_000;

export function openProcessMeter(pid: number, group: ControlGroup | null): ProcessMeter {
  const statusFd = openSync(`/proc/${pid}/status`, "r");
  const clearFd = openClearRefs(pid);
  const base = parseStatus(readText(statusFd));
  let cpuAtStartNs = 0;
  let latestCpuNs = 0;
  let latest = base;
  let sampledPeakBytes = 0;

  const sampleMemory = (): void => {
    try {
      latest = parseStatus(readText(statusFd));
    } catch {
      // The process is gone; what it held at the last look still stands.
      return;
    }
    // Without clear_refs the kernel's own mark reaches back before this measurement.
    sampledPeakBytes = Math.max(sampledPeakBytes, clearFd === null ? latest.heldBytes : latest.peakBytes);
  };
  const sampleCpu = (): void => {
    latestCpuNs = group?.readCpuNs() ?? readThreadsCpuNs(pid) ?? latestCpuNs;
  };

  return {
    begin: () => {
      if (clearFd !== null) writeSync(clearFd, CLEAR_PEAK);
      sampledPeakBytes = 0;
      sampleCpu();
      cpuAtStartNs = latestCpuNs;
    },
    sample: () => {
      sampleMemory();
      if (group === null) sampleCpu();
      return latest;
    },
    end: () => {
      sampleMemory();
      sampleCpu();
      const diedOfMemory = group?.wasOutOfMemory() === true;
      const groupPeakBytes = diedOfMemory ? base.heldBytes + (group.readPeakBytes() ?? 0) : 0;
      return {
        ...latest,
        cpuMs: Math.max(0, latestCpuNs - cpuAtStartNs) / NS_PER_MS,
        peakMemoryBytes: Math.max(sampledPeakBytes, latest.heldBytes, groupPeakBytes),
      };
    },
    close: () => {
      closeSync(statusFd);
      if (clearFd !== null) closeSync(clearFd);
    },
  };
}

/** Null where the kernel does not let this user reset the mark. */
function openClearRefs(pid: number): number | null {
  try {
    const fd = openSync(`/proc/${pid}/clear_refs`, "w");
    writeSync(fd, CLEAR_PEAK);
    return fd;
  } catch {
    return null;
  }
}

/** Reads the text of /proc/<pid>/status. */
export function parseStatus(status: string): Holdings {
  const fileBytes = readField(status, "RssFile:") * BYTES_PER_KB;
  return {
    heldBytes: readField(status, "VmRSS:") * BYTES_PER_KB - fileBytes,
    peakBytes: readField(status, "VmHWM:") * BYTES_PER_KB - fileBytes,
    threads: readField(status, "Threads:"),
  };
}

function readField(status: string, name: string): number {
  const start = status.indexOf(name);
  return start < 0 ? 0 : Number.parseInt(status.slice(start + name.length, start + name.length + 16), 10);
}

/** Exact to the nanosecond, but blind for threads that have ended. Null when the process has. */
function readThreadsCpuNs(pid: number): number | null {
  try {
    let totalNs = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      totalNs += Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1"), 10);
    }
    return totalNs;
  } catch {
    return null;
  }
}
