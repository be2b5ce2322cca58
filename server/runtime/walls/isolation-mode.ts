/**
 * How instances are walled in on this machine, as found out at boot. `none` is a bare process: only
 * for whoever has set MILLRACE_UNSAFE_NO_ISOLATION=1.
 */
export type IsolationMode =
  | {
      readonly kind: "bubblewrap";
      readonly command: string;
      /** False where the surrounding container does not let a process mount its own /proc. */
      readonly hasProc: boolean;
    }
  | { readonly kind: "none" };
