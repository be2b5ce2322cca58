"use client";

import { type FormEvent, useState } from "react";
import { explainRefusal } from "@/components/account/auth-request";
import { FormError } from "@/components/account/form-error";
import { readText } from "@/components/account/read-text";
import { authClient } from "@/components/api/auth-client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const refusals = {
  400: "Enter an email address and a password.",
  401: "The email or the password is wrong.",
  403: "This account may not sign in here.",
};

export function SignInForm({ nextPath }: { readonly nextPath: string }) {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsPending(true);
    const credentials = { email: readText(form, "email").trim(), password: readText(form, "password") };
    const refused = await explainRefusal(authClient.signIn.email(credentials), refusals);
    setRefusal(refused);
    if (refused === null) window.location.assign(nextPath);
    else setIsPending(false);
  }

  return (
    <form onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4">
      <FormError message={refusal} />
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required className="h-9" />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required className="h-9" />
      </Field>
      <Button type="submit" variant="primary" size="lg" isPending={isPending} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}
