import { CornerDownLeft } from "lucide-react";
import { firstLine, type NodeFormProps, type NodeLook, textOf } from "@/components/canvas/node-look";
import { CodeField } from "@/components/code-editor/code-field";

export const respondLook: NodeLook = {
  icon: CornerDownLeft,
  tone: "bg-success-muted text-success",
  summary: (config) => [firstLine(textOf(config, "status")), firstLine(textOf(config, "body"))].join(" · "),
  form: RespondForm,
};

const fields = [
  {
    field: "status",
    label: "Status",
    size: "line",
    placeholder: "200",
    hint: "A number, such as 200 or input.status.",
  },
  { field: "headers", label: "Headers", size: "block", placeholder: "{}", hint: "An object of names and texts." },
  {
    field: "body",
    label: "Body",
    size: "block",
    placeholder: "input",
    hint: "An object is sent as JSON, a text as text.",
  },
] as const;

function RespondForm({ node, onChange, problemOf }: NodeFormProps) {
  return fields.map(({ field, ...props }) => (
    <CodeField
      key={field}
      {...props}
      nodeId={node.id}
      field={field}
      error={problemOf(field)}
      value={textOf(node.config, field)}
      onChange={(value) => onChange(field, value)}
    />
  ));
}
