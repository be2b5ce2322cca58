import type { Metadata } from "next";
import { EditorPage } from "@/components/editor/editor-page";

export const metadata: Metadata = { title: "Editor" };

export default async function Page({ params }: { readonly params: Promise<{ readonly workflowId: string }> }) {
  const { workflowId } = await params;
  return <EditorPage key={workflowId} workflowId={workflowId} />;
}
