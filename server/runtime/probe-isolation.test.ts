import { expect, test } from "vitest";
import { nameMend } from "@/server/runtime/probe-isolation";
import { parseLoaderListing } from "@/server/runtime/walls/node-libraries";

test.each([
  [
    "Debian's switch",
    "No permissions to create a new namespace",
    { "kernel/unprivileged_userns_clone": "0" },
    /unprivileged_userns_clone=1/,
  ],
  [
    "no namespaces at all",
    "Creating new namespace failed",
    { "user/max_user_namespaces": "0" },
    /max_user_namespaces=/,
  ],
  [
    "Ubuntu's AppArmor",
    "setting up uid map: Permission denied",
    { "kernel/apparmor_restrict_unprivileged_userns": "1" },
    /apparmor_restrict_unprivileged_userns=0/,
  ],
  [
    "a container's seccomp",
    "Creating new namespace failed: Operation not permitted",
    {},
    /--security-opt seccomp=unconfined/,
  ],
  ["anything else", "execvp /node: No such file", {}, /could not start a process.*No such file/],
])("names the mend for %s in one line", (_name, complaint, settings: Readonly<Record<string, string>>, mend) => {
  const message = nameMend(complaint, (name) => settings[name] ?? null);
  expect(message).toMatch(mend);
  expect(message).toContain("MILLRACE_UNSAFE_NO_ISOLATION=1");
  expect(message).not.toContain("\n");
});

test("reads the libraries that the loader lists, and the loader itself", () => {
  const listing = `\tlinux-vdso.so.1 (0x00007f)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f42)
\tlibmissing.so => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f42)
`;
  expect(parseLoaderListing(listing)).toEqual(["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"]);
});
