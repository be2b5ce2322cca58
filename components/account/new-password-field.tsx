import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const MIN_LENGTH = 10;
const MAX_LENGTH = 128;

type NewPasswordFieldProps = { readonly label: string; readonly inputClassName?: string };

export function NewPasswordField({ label, inputClassName }: NewPasswordFieldProps) {
  return (
    <Field label={label} hint={`At least ${MIN_LENGTH} characters.`}>
      <Input
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN_LENGTH}
        maxLength={MAX_LENGTH}
        className={inputClassName}
      />
    </Field>
  );
}
