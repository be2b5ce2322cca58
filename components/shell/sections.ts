import { History, type LucideIcon, UserRound, Workflow } from "lucide-react";

type Section = {
  readonly href: "/workflows" | "/runs" | "/account";
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
};

export const sections: readonly Section[] = [
  { href: "/workflows", label: "Workflows", icon: Workflow, key: "w" },
  { href: "/runs", label: "Runs", icon: History, key: "r" },
  { href: "/account", label: "Account", icon: UserRound, key: "a" },
];
