"use client";

import { useState } from "react";
import type { StepRecord } from "@/components/runs/run-item";
import { Note } from "@/components/runs/value-pane";
import { cn } from "@/components/ui/class-names";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

type LogLine = StepRecord["logs"][number];
type Level = LogLine["level"];

const levels = ["debug", "info", "warn", "error"] as const satisfies readonly Level[];
const filterLabels = {
  debug: "All levels",
  info: "Info and above",
  warn: "Warnings and errors",
  error: "Errors only",
} as const satisfies Record<Level, string>;
const tones = {
  debug: "text-muted-foreground",
  info: "text-info",
  warn: "text-warning",
  error: "text-danger",
} as const satisfies Record<Level, string>;

const timeOfDay = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

type LogPaneProps = { readonly logs: readonly LogLine[]; readonly isTruncated: boolean };

export function LogPane({ logs, isTruncated }: LogPaneProps) {
  const [minimum, setMinimum] = useState<Level>("debug");
  if (logs.length === 0) return <Note>This step logged nothing.</Note>;

  const shown = logs.filter((line) => levels.indexOf(line.level) >= levels.indexOf(minimum));
  const hasRetries = logs.some((line) => line.attempt > 1);
  return (
    <div>
      <div className="flex items-center justify-between gap-2 border-b px-4 py-2">
        <Select
          value={minimum}
          onValueChange={(value) => setMinimum(levels.find((level) => level === value) ?? "debug")}
        >
          <SelectTrigger aria-label="Log level" className="h-7">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {levels.map((level) => (
              <SelectItem key={level} value={level}>
                {filterLabels[level]}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <span className="text-xs text-muted-foreground tabular-nums">
          {shown.length} of {logs.length} lines
        </span>
      </div>
      <ol aria-label="Log lines" className="py-2 font-mono text-xs leading-5">
        {shown.map((line) => (
          // Lines off the screen are not laid out: a step may log thousands.
          <li
            key={`${line.attempt}/${line.seq}`}
            className="flex gap-3 px-4 [contain-intrinsic-height:auto_20px] [content-visibility:auto] hover:bg-muted/60"
          >
            <time dateTime={line.at} className="shrink-0 text-muted-foreground tabular-nums">
              {timeOfDay.format(new Date(line.at))}
            </time>
            <span className={cn("w-10 shrink-0", tones[line.level])}>{line.level}</span>
            {hasRetries ? (
              <span className="shrink-0 text-muted-foreground" title={`Attempt ${line.attempt}`}>
                #{line.attempt}
              </span>
            ) : null}
            <span className="min-w-0 wrap-anywhere whitespace-pre-wrap">{line.message}</span>
          </li>
        ))}
      </ol>
      {shown.length === 0 ? <Note>No line is that severe.</Note> : null}
      {isTruncated ? (
        <p className="border-t px-4 py-2 text-xs text-muted-foreground">
          The step logged more than is kept; the rest was dropped.
        </p>
      ) : null}
    </div>
  );
}
