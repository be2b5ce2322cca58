import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";

export const buttonVariants = cva(
  "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-foreground shadow-xs hover:bg-accent-hover",
        secondary: "border border-border-strong bg-surface text-foreground shadow-xs hover:bg-muted",
        ghost: "text-muted-foreground hover:bg-muted hover:text-foreground data-[state=open]:bg-muted",
        danger: "bg-danger text-danger-foreground shadow-xs hover:bg-danger-hover",
      },
      size: {
        sm: "h-7 px-2.5 text-sm",
        md: "h-8 px-3 text-sm",
        lg: "h-10 px-4 text-base",
        icon: "size-8",
        "icon-sm": "size-7",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    readonly asChild?: boolean;
    /** Keeps the width and the focus, and takes no second press. */
    readonly isPending?: boolean;
  };

export function Button({
  className,
  variant,
  size,
  asChild = false,
  isPending = false,
  children,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root data-slot="button" className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  if (!isPending) {
    return (
      <button type="button" data-slot="button" className={classes} {...props}>
        {children}
      </button>
    );
  }
  // `aria-disabled`, not `disabled`: a disabled button would lose the focus of whoever pressed it.
  return (
    <button data-slot="button" className={classes} {...props} type="button" aria-busy aria-disabled onClick={undefined}>
      <Spinner className="absolute" />
      <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
    </button>
  );
}
