import { Webhook } from "lucide-react";
import { HookLines } from "@/components/canvas/hook-lines";
import { type NodeFormProps, type NodeLook, textOf } from "@/components/canvas/node-look";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { httpMethods } from "@/workflows/definition/node-kinds/http-trigger";

export const httpTriggerLook: NodeLook = {
  icon: Webhook,
  tone: "bg-info-muted text-info",
  summary: (config) => {
    const path = textOf(config, "path");
    return path === "" ? "No path yet" : `${textOf(config, "method")} /${path}`;
  },
  startTitle: "When an HTTP request arrives",
  freshConfig: (randomText) => ({ path: `hook-${randomText(8)}` }),
  form: HttpTriggerForm,
};

const answers = [
  { value: "respond", label: "Wait for the Respond step" },
  { value: "accepted", label: "Answer 202 at once" },
] as const;

function HttpTriggerForm({ node, onChange, problemOf, hook }: NodeFormProps) {
  const { config } = node;
  const method = textOf(config, "method");
  const path = textOf(config, "path");
  const timeoutMs = config.answerTimeoutMs;

  return (
    <>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <Field label="Method">
          <MethodSelect method={method} onChange={(value) => onChange("method", value)} />
        </Field>
        <Field label="Path" error={problemOf("path")}>
          <Input
            value={path}
            spellCheck={false}
            autoCapitalize="off"
            className="font-mono"
            placeholder="orders"
            onChange={(event) => onChange("path", event.target.value.trim().replace(/^\/+/, ""))}
          />
        </Field>
      </div>
      <HookLines method={method} url={`${hook.baseUrl}/${path}`} hasPath={path !== ""} live={hook.live} />
      <Field label="Answer" hint="What the caller gets: the answer of a Respond step, or only the run's id.">
        <AnswerSelect answer={textOf(config, "answer")} onChange={(value) => onChange("answer", value)} />
      </Field>
      {textOf(config, "answer") !== "respond" ? null : (
        <Field
          label="Longest wait, in seconds"
          hint="After that the caller gets 504. The run goes on."
          error={problemOf("answerTimeoutMs")}
        >
          <Input
            type="number"
            min={0.1}
            max={300}
            step="any"
            className="w-28"
            defaultValue={typeof timeoutMs === "number" ? timeoutMs / 1_000 : ""}
            onChange={(event) => onChange("answerTimeoutMs", toMs(event.target.valueAsNumber))}
          />
        </Field>
      )}
    </>
  );
}

/** What is no number is kept as null, so that validation asks for one. */
function toMs(seconds: number): number | null {
  return Number.isFinite(seconds) ? Math.round(seconds * 1_000) : null;
}

type SelectProps = { readonly onChange: (value: string) => void; readonly id?: string };

function MethodSelect({ method, onChange, ...props }: SelectProps & { readonly method: string }) {
  return (
    <Select value={method} onValueChange={onChange}>
      <SelectTrigger {...props} className="w-full font-mono">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {httpMethods.map((value) => (
          <SelectItem key={value} value={value}>
            {value}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

function AnswerSelect({ answer, onChange, ...props }: SelectProps & { readonly answer: string }) {
  return (
    <Select value={answer} onValueChange={onChange}>
      <SelectTrigger {...props} className="w-full">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {answers.map(({ value, label }) => (
          <SelectItem key={value} value={value}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
