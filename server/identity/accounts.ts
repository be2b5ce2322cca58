import type { Member } from "@/server/identity/member";

/** A signed-in person as their own screen shows them. */
export type Profile = {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    /** False for an owner who came by a one-time link and has not chosen a password. */
    readonly hasPassword: boolean;
  };
  readonly workspace: { readonly id: string; readonly slug: string; readonly name: string };
};

export type NewCredentials = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Asked for once there is a password. */
  readonly currentPassword: string | null;
};

export interface Accounts {
  getProfile(member: Member): Promise<Profile>;
  /**
   * Sets all of it or nothing, and ends every other session of the user. Refuses a wrong or missing current
   * password and an email that another account has.
   */
  setCredentials(member: Member, credentials: NewCredentials): Promise<void>;
}
