import { Slot } from "radix-ui";
import { type ComponentProps, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "@/components/ui/class-names";
import { Label } from "@/components/ui/label";

type FieldProps = {
  readonly label: string;
  /** What the label alone does not say; read out with the control. */
  readonly hint?: ReactNode;
  /** Null when the value is fine. */
  readonly error?: string | null;
  readonly className?: string;
  readonly children: ReactElement<ComponentProps<"input">>;
};

/** Ties a label, a hint and an error to one control, for eyes and for screen readers. */
export function Field({ label, hint, error = null, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;

  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <Label htmlFor={id}>{label}</Label>
      <Slot.Root id={id} aria-invalid={error !== null} {...(note ? { "aria-describedby": noteId } : {})}>
        {children}
      </Slot.Root>
      {note ? (
        <p id={noteId} className={cn("text-sm", error === null ? "text-muted-foreground" : "text-danger")}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
