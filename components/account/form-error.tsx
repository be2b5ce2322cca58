import { CircleAlert } from "lucide-react";

/** Why the form was not taken; read out when it appears. */
export function FormError({ message }: { readonly message: string | null }) {
  if (message === null) return null;
  return (
    <p role="alert" className="flex items-start gap-2 rounded-md bg-danger-muted px-3 py-2 text-sm text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {message}
    </p>
  );
}
