"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { FormError } from "@/components/account/form-error";
import { NewPasswordField } from "@/components/account/new-password-field";
import { readText } from "@/components/account/read-text";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { withToast } from "@/components/ui/with-toast";

export function CredentialsForm() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { user } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const setCredentials = useMutation(
    trpc.account.setCredentials.mutationOptions({
      meta: { showsOwnError: true },
      onSuccess: async () => {
        form.current?.reset();
        withToast((toast) => toast.success("Saved. This email and password sign you in."));
        await queryClient.invalidateQueries(trpc.session.get.queryFilter());
      },
    }),
  );

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setCredentials.mutate({
      name: readText(fields, "name").trim(),
      email: readText(fields, "email").trim(),
      password: readText(fields, "password"),
      ...(user.hasPassword ? { currentPassword: readText(fields, "current-password") } : {}),
    });
  }

  return (
    <Card aria-labelledby="sign-in-title">
      <CardHeader>
        <CardTitle id="sign-in-title">Sign-in</CardTitle>
        {user.hasPassword ? null : (
          <CardDescription>You came by a one-time link. Set these to be able to sign in again.</CardDescription>
        )}
      </CardHeader>
      {/* Keyed by what is stored, so that the fields start again from it once it has changed. */}
      <form key={`${user.name}/${user.email}`} ref={form} onSubmit={save}>
        <CardContent className="grid gap-4 sm:grid-cols-2">
          <div className="sm:col-span-2 empty:hidden">
            <FormError message={setCredentials.isError ? describeError(setCredentials.error) : null} />
          </div>
          <Field label="Name">
            <Input name="name" autoComplete="name" required maxLength={120} defaultValue={user.name} />
          </Field>
          <Field label="Email">
            <Input
              name="email"
              type="email"
              autoComplete="username"
              required
              defaultValue={user.hasPassword ? user.email : ""}
            />
          </Field>
          {user.hasPassword ? (
            <Field label="Current password">
              <Input name="current-password" type="password" autoComplete="current-password" required />
            </Field>
          ) : null}
          <NewPasswordField label={user.hasPassword ? "New password" : "Password"} />
        </CardContent>
        <CardFooter>
          <Button type="submit" variant="primary" isPending={setCredentials.isPending}>
            Save
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
