"use client";

import { useTheme } from "next-themes";
import { isTheme, themes } from "@/components/shell/themes";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";

export function ThemeCard() {
  const { theme, setTheme } = useTheme();
  const current = isTheme(theme) ? theme : "system";

  return (
    <Card aria-labelledby="theme-title">
      <CardHeader>
        <CardTitle id="theme-title">Theme</CardTitle>
      </CardHeader>
      <CardContent>
        <div role="radiogroup" aria-labelledby="theme-title" className="grid gap-2 sm:grid-cols-3">
          {themes.map(({ value, label, icon: Icon }) => (
            <label
              key={value}
              className="flex h-10 cursor-pointer items-center gap-2.5 rounded-md border border-border-strong px-3 text-sm font-medium text-muted-foreground transition-colors hover:bg-muted has-checked:border-accent has-checked:bg-accent-muted has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring"
            >
              <input
                type="radio"
                name="theme"
                value={value}
                checked={current === value}
                onChange={() => setTheme(value)}
                className="sr-only"
              />
              <Icon aria-hidden className="size-4" />
              {label}
            </label>
          ))}
        </div>
      </CardContent>
    </Card>
  );
}
