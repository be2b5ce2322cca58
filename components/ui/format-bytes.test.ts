import { expect, test } from "vitest";
import { formatBytes } from "@/components/ui/format-bytes";

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [1_023, "1023 B"],
  [1_024, "1 KB"],
  [1_536, "1.5 KB"],
  [102_400, "100 KB"],
  [1_048_550, "1 MB"],
  [50_646_220, "48.3 MB"],
  [1_073_741_824, "1 GB"],
  [5e15, "4547 TB"],
])("says %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
