import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";

type Theme = "light" | "dark" | "system";

export const themes: readonly { readonly value: Theme; readonly label: string; readonly icon: LucideIcon }[] = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];

export function isTheme(value: string | undefined): value is Theme {
  return themes.some((theme) => theme.value === value);
}
