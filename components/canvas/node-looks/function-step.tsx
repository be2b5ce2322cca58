import { Braces } from "lucide-react";
import { type NodeFormProps, type NodeLook, textOf } from "@/components/canvas/node-look";
import { CodeField } from "@/components/code-editor/code-field";

export const functionLook: NodeLook = {
  icon: Braces,
  tone: "bg-accent-muted text-accent-text",
  summary: (config) => {
    const count = textOf(config, "source").trimEnd().split("\n").length;
    return `${count} ${count === 1 ? "line" : "lines"} of TypeScript`;
  },
  isCode: true,
  form: FunctionForm,
};

function FunctionForm({ node, onChange }: NodeFormProps) {
  return (
    <CodeField
      nodeId={node.id}
      field="source"
      label={`Code of ${node.name}`}
      size="fill"
      value={textOf(node.config, "source")}
      onChange={(value) => onChange("source", value)}
    />
  );
}
