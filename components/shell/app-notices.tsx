"use client";

import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, ShieldAlert, Unplug, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useConnection } from "@/components/api/connection-store";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";

/** Slim bars over every page, the most urgent first. */
export function AppNotices() {
  const { isolation, user } = useSession();
  const isReachable = useConnection((state) => state.isReachable);
  const isAccountPage = usePathname() === "/account";
  const [isDismissed, setIsDismissed] = useState(false);

  return (
    <section aria-label="Notices">
      <div role="status">{isReachable ? null : <UnreachableBar />}</div>
      {isolation.ok ? null : (
        <Bar tone="warning" icon={<ShieldAlert aria-hidden />}>
          {isolation.message ?? "Step code runs without isolation on this machine."}
        </Bar>
      )}
      {user.hasPassword || isDismissed || isAccountPage ? null : (
        <Bar tone="accent" icon={<KeyRound aria-hidden />}>
          <Link href="/account" className="font-medium underline underline-offset-2">
            Set an email and password
          </Link>{" "}
          to sign in again.
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Dismiss"
            className="ml-auto size-6"
            onClick={() => setIsDismissed(true)}
          >
            <X aria-hidden />
          </Button>
        </Bar>
      )}
    </section>
  );
}

function UnreachableBar() {
  const queryClient = useQueryClient();
  return (
    <Bar tone="danger" icon={<Unplug aria-hidden />}>
      Millrace does not answer. Trying again every few seconds.
      <Button size="sm" className="ml-auto h-6" onClick={() => void queryClient.invalidateQueries()}>
        Try now
      </Button>
    </Bar>
  );
}

const tones = {
  accent: "bg-accent-muted text-accent-text",
  warning: "bg-warning-muted text-warning",
  danger: "bg-danger-muted text-danger",
} as const;

type BarProps = { readonly tone: keyof typeof tones; readonly icon: ReactNode; readonly children: ReactNode };

function Bar({ tone, icon, children }: BarProps) {
  return (
    <div
      className={cn(
        "flex min-h-9 shrink-0 items-center gap-2 border-b px-4 py-1 text-sm [&>svg]:size-4 [&>svg]:shrink-0",
        tones[tone],
      )}
    >
      {icon}
      <div className="flex min-w-0 flex-1 items-center gap-1">{children}</div>
    </div>
  );
}
