"use client";

import { ChevronsUpDown, Keyboard, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { useSession } from "@/components/shell/session";
import { openShortcuts } from "@/components/shell/shortcuts-store";
import { signOut } from "@/components/shell/sign-out";
import { isTheme, themes } from "@/components/shell/themes";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

export function UserMenu({ isCompact }: { readonly isCompact: boolean }) {
  const { user } = useSession();
  const { theme, setTheme } = useTheme();
  const name = user.name.trim() === "" ? user.email : user.name;

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        className={cn(
          "flex h-10 w-full items-center gap-2.5 rounded-md text-left text-sm transition-colors hover:bg-muted data-[state=open]:bg-muted",
          isCompact ? "justify-center" : "px-2",
        )}
      >
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-muted text-xs font-semibold text-accent-text uppercase"
        >
          {name.slice(0, 1)}
        </span>
        <span className={cn(isCompact ? "sr-only" : "min-w-0 flex-1 truncate font-medium")}>{name}</span>
        <span className="sr-only">, user menu</span>
        {isCompact ? null : <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-56">
        <DropdownMenuLabel className="truncate">{user.hasPassword ? user.email : name}</DropdownMenuLabel>
        <DropdownMenuItem asChild>
          <Link href="/account">
            <UserRound aria-hidden />
            Account
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem shortcut="?" onSelect={openShortcuts}>
          <Keyboard aria-hidden />
          Keyboard shortcuts
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={isTheme(theme) ? theme : "system"} onValueChange={setTheme}>
          {themes.map(({ value, label, icon: Icon }) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              <Icon aria-hidden />
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
