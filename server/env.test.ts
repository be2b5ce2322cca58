import { describe, expect, test } from "vitest";
import { parseEnv } from "@/server/env";

describe("parseEnv", () => {
  test("needs nothing, and listens to this machine only", () => {
    expect(parseEnv({})).toMatchObject({ port: 3_000, host: "127.0.0.1", signUp: "closed", allowsNoIsolation: false });
  });

  test("takes an empty variable for one that is not set", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3_000, databaseUrl: null });
  });

  test("gives the public URL without a slash at its end", () => {
    expect(parseEnv({ MILLRACE_PUBLIC_URL: "https://run.example.com/" }).publicUrl).toBe("https://run.example.com");
  });

  test.each([
    [{ PORT: "http" }, "PORT must be a number"],
    [{ PORT: "70000" }, "PORT must be at most 65535"],
    [{ DATABASE_URL: "mysql://db" }, "DATABASE_URL must be a postgresql:// URL"],
    [{ MILLRACE_PUBLIC_URL: "javascript:alert(1)" }, "MILLRACE_PUBLIC_URL must be an http or https URL"],
    [{ MILLRACE_SIGN_UP: "yes" }, "MILLRACE_SIGN_UP must be open or closed"],
  ])("names what is wrong with %o", (source, message) => {
    expect(() => parseEnv(source)).toThrow(message);
  });

  test("names every bad variable at once, and never a value", () => {
    const read = () => parseEnv({ PORT: "s3cret", DATABASE_URL: "s3cret" });
    expect(read).toThrow(/PORT.*DATABASE_URL/);
    expect(read).not.toThrow(/s3cret/);
  });
});
