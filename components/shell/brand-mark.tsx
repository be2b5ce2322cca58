import { cn } from "@/components/ui/class-names";

const BLADE = "M12 12C12 8.6 13.4 6 16.2 4.6";
const BLADE_TURNS = [0, 72, 144, 216, 288];

/** The mill wheel, seen from its side, turning. */
export function BrandMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn("size-6 text-accent", className)}>
      <circle cx="12" cy="12" r="9.25" stroke="currentColor" strokeWidth="2.25" />
      {BLADE_TURNS.map((degrees) => (
        <path
          key={degrees}
          d={BLADE}
          stroke="currentColor"
          strokeWidth="2.25"
          strokeLinecap="round"
          transform={`rotate(${degrees} 12 12)`}
        />
      ))}
    </svg>
  );
}
