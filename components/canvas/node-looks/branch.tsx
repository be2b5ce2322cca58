import { Split } from "lucide-react";
import { firstLine, type NodeFormProps, type NodeLook, textOf } from "@/components/canvas/node-look";
import { CodeField } from "@/components/code-editor/code-field";

export const branchLook: NodeLook = {
  icon: Split,
  tone: "bg-warning-muted text-warning",
  summary: (config) => firstLine(textOf(config, "condition")) || "No condition yet",
  portLabels: { yes: "Yes", no: "No" },
  form: BranchForm,
};

function BranchForm({ node, onChange, problemOf }: NodeFormProps) {
  return (
    <CodeField
      nodeId={node.id}
      field="condition"
      label="Condition"
      hint="A TypeScript expression over input. True goes on by Yes, false by No."
      placeholder="input.total > 100"
      size="block"
      error={problemOf("condition")}
      value={textOf(node.config, "condition")}
      onChange={(value) => onChange("condition", value)}
    />
  );
}
