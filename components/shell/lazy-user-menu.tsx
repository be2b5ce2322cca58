"use client";

import dynamic from "next/dynamic";

/** The user menu, without menus being part of what every page has to load first. */
export const LazyUserMenu = dynamic(() => import("@/components/shell/user-menu").then((module) => module.UserMenu), {
  loading: () => <div className="h-10" />,
});
