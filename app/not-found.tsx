import { Compass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        headingLevel={1}
        icon={<Compass aria-hidden />}
        title="There is no such page"
        description="The address may be mistyped, or what it named was deleted."
        action={
          <Button asChild variant="primary">
            <Link href="/workflows">Go to workflows</Link>
          </Button>
        }
      />
    </main>
  );
}
