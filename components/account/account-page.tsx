"use client";

import { CredentialsForm } from "@/components/account/credentials-form";
import { ThemeCard } from "@/components/account/theme-card";
import { PageHeader } from "@/components/ui/page-header";

export function AccountPage() {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-6 md:px-6 md:py-8">
      <PageHeader title="Account" />
      <CredentialsForm />
      <ThemeCard />
    </div>
  );
}
