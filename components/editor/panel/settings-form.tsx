"use client";

import { setSettings } from "@/components/editor/edits/change-node";
import { changeRetry, type NumberRange, ranges, readNumber } from "@/components/editor/panel/step-settings";
import { useEditor } from "@/components/editor/store/editor-context";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { defaultRetryPolicy, type RetryPolicy } from "@/workflows/definition/retry-policy";
import type { StepSettings, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** How a step is tried again, how long an attempt may take and how much memory it has. */
export function SettingsForm({ node }: { readonly node: WorkflowNode }) {
  const editor = useEditor();
  const { settings = {} } = node;
  const retry = settings.retry ?? defaultRetryPolicy;

  function change(next: StepSettings) {
    const isDefault = Object.values(next).every((value) => value === undefined);
    editor.edit((definition) => setSettings(definition, node.id, isDefault ? null : next), {
      burst: `settings:${node.id}`,
    });
  }
  const setRetry = (part: Partial<RetryPolicy>) => change({ ...settings, retry: changeRetry(retry, part) });

  return (
    <div className="flex flex-col gap-5">
      <section aria-label="Retries" className="grid grid-cols-2 gap-x-3 gap-y-4">
        <NumberField
          label="Retries"
          hint="After a failed attempt."
          range={ranges.retries}
          value={retry.retries}
          onChange={(retries) => setRetry({ retries })}
        />
        <Field label="Delay" hint="Between attempts.">
          <BackoffSelect backoff={retry.backoff} onChange={(backoff) => setRetry({ backoff })} />
        </Field>
        <NumberField
          label="First delay, in seconds"
          range={ranges.delaySec}
          value={retry.initialDelayMs / 1_000}
          onChange={(sec) => setRetry({ initialDelayMs: Math.round(sec * 1_000) })}
        />
        <NumberField
          label="Longest delay, in seconds"
          range={ranges.delaySec}
          value={retry.maxDelayMs / 1_000}
          onChange={(sec) => setRetry({ maxDelayMs: Math.round(sec * 1_000) })}
        />
      </section>
      <section aria-label="Limits" className="grid grid-cols-2 gap-x-3 gap-y-4">
        <NumberField
          label="Timeout, in seconds"
          hint="Of one attempt. 60 when empty."
          range={ranges.timeoutSec}
          value={settings.timeoutMs === undefined ? null : settings.timeoutMs / 1_000}
          onChange={(sec) => change({ ...settings, timeoutMs: Math.round(sec * 1_000) })}
          onClear={() => change({ ...settings, timeoutMs: undefined })}
        />
        <NumberField
          label="Memory, in MB"
          hint="Most an attempt may use."
          range={ranges.memoryMb}
          value={settings.memoryMb ?? null}
          onChange={(memoryMb) => change({ ...settings, memoryMb: Math.round(memoryMb) })}
          onClear={() => change({ ...settings, memoryMb: undefined })}
        />
      </section>
      {node.settings === undefined ? null : (
        <Button
          size="sm"
          className="self-start"
          onClick={() => editor.edit((definition) => setSettings(definition, node.id, null))}
        >
          Use the defaults
        </Button>
      )}
    </div>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly range: NumberRange;
  readonly value: number | null;
  /** Only called with numbers in the range. */
  readonly onChange: (value: number) => void;
  /** Called when the field is emptied; left out where there is always a number. */
  readonly onClear?: () => void;
};

function NumberField({ label, hint, range, value, onChange, onClear }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint ?? `${range.min} to ${range.max}.`}>
      <Input
        // Keyed by the value from outside, so that an undo shows, while typing is left alone.
        key={String(value)}
        type="number"
        min={range.min}
        max={range.max}
        step={range.step}
        defaultValue={value ?? ""}
        placeholder="Default"
        onBlur={(event) => {
          const number = readNumber(event.target.value, range);
          if (number === null && value !== null && onClear !== undefined) return onClear();
          if (number !== null && number !== value) onChange(number);
          else event.target.value = value === null ? "" : String(value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </Field>
  );
}

const backoffs = { exponential: "Doubles each time", fixed: "Always the same" } as const satisfies Record<
  RetryPolicy["backoff"],
  string
>;

type BackoffSelectProps = {
  readonly backoff: RetryPolicy["backoff"];
  readonly onChange: (backoff: RetryPolicy["backoff"]) => void;
  readonly id?: string;
};

function BackoffSelect({ backoff, onChange, ...props }: BackoffSelectProps) {
  return (
    <Select value={backoff} onValueChange={(value) => onChange(value === "fixed" ? "fixed" : "exponential")}>
      <SelectTrigger {...props} className="w-full">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {Object.entries(backoffs).map(([value, label]) => (
          <SelectItem key={value} value={value}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
