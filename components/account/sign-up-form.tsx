"use client";

import { type FormEvent, useState } from "react";
import { explainRefusal } from "@/components/account/auth-request";
import { FormError } from "@/components/account/form-error";
import { NewPasswordField } from "@/components/account/new-password-field";
import { readText } from "@/components/account/read-text";
import { authClient } from "@/components/api/auth-client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const refusals = {
  403: "Sign-up is closed on this installation.",
  422: "There is an account with this email already. Sign in instead.",
};

export function SignUpForm() {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function signUp(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsPending(true);
    const account = {
      name: readText(form, "name").trim(),
      email: readText(form, "email").trim(),
      password: readText(form, "password"),
    };
    const refused = await explainRefusal(authClient.signUp.email(account), refusals);
    setRefusal(refused);
    if (refused === null) window.location.assign("/workflows");
    else setIsPending(false);
  }

  return (
    <form onSubmit={(event) => void signUp(event)} className="flex flex-col gap-4">
      <FormError message={refusal} />
      <Field label="Name">
        <Input name="name" autoComplete="name" required maxLength={120} className="h-9" />
      </Field>
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required className="h-9" />
      </Field>
      <NewPasswordField label="Password" inputClassName="h-9" />
      <Button type="submit" variant="primary" size="lg" isPending={isPending} className="mt-1">
        Create account
      </Button>
    </form>
  );
}
