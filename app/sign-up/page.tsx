import type { Metadata } from "next";
import { SignUpPage } from "@/components/account/sign-up-page";

export const metadata: Metadata = { title: "Sign up" };

export default function Page() {
  return <SignUpPage />;
}
