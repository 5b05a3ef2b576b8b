/**
 * What proves at a login that a name is one's own: the token of the login
 * before, or a password; and the password of the server, where it has one.
 *
 * @module
 */

import type { ErrorEvent, WelcomeEvent } from "../../shared/event.ts";
import type { LoginRequest } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import { NameToken, type TokenStore } from "./name_token.ts";

/** Whose password it is: that of the name, or that of the server. */
export type PasswordKind = "password" | "server_password";

/** The passwords that are known before anybody asks. */
export type Passwords = Readonly<Partial<Record<PasswordKind, string>>>;

/**
 * Asks for a password.
 *
 * @param isWrong Whether the one before was wrong.
 * @returns nothing when there is none to be had.
 */
export type AskPassword = (
  kind: PasswordKind,
  isWrong: boolean,
) => Promise<string | undefined>;

/** Options for {@linkcode Credentials}. */
export interface CredentialsOptions {
  /** Where the token outlives the program. */
  readonly tokens?: TokenStore | undefined;
  /** What is known from the beginning. */
  readonly passwords?: Passwords | undefined;
  /** Whom to ask for the others; nobody is there if it is missing. */
  readonly askPassword?: AskPassword | undefined;
}

/** Most passwords that are asked for at one login. */
const MAX_ASKED = 3;

/** The credentials of one connection; passwords are kept in memory only. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #token: NameToken;
  #passwords: Passwords;
  /** Which password was given last, if a login was refused for want of one. */
  #given: PasswordKind | undefined;
  #asked = 0;
  /** Whether the server takes the token of a link that has logged out. */
  #outlivesLogout = false;

  /** Takes what is known and whom to ask. */
  constructor(options: CredentialsOptions) {
    this.#options = options;
    this.#token = new NameToken(options.tokens);
    this.#passwords = options.passwords ?? {};
  }

  /** The fields of a login. */
  get fields(): Pick<LoginRequest, "token" | PasswordKind> {
    const token = this.#token.value;
    return { ...(token === undefined ? {} : { token }), ...this.#passwords };
  }

  /** Takes what a login brought. */
  loggedIn(welcome: WelcomeEvent | undefined): void {
    this.#asked = 0;
    this.#given = undefined;
    this.#outlivesLogout = (welcome?.version ?? 0) >= ROOMS_VERSION;
    this.renew(welcome?.token);
  }

  /** Takes a token in the place of the one before, if there is one. */
  renew(token: string | undefined): void {
    this.#token.renew(token);
  }

  /** Forgets the token: the name is another's. */
  reject(): void {
    this.#token.reject();
  }

  /**
   * Tells whether a login was refused for want of a password that can be asked
   * for. A token that is still good would have done.
   */
  isMissing({ code, needs }: ErrorEvent): boolean {
    if (code !== "password_required" && code !== "bad_password") return false;
    if (needs !== "server_password") this.#token.reject();
    const { askPassword } = this.#options;
    return askPassword !== undefined && this.#asked < MAX_ASKED;
  }

  /**
   * Asks for the password that a login was refused for.
   *
   * @returns whether another login may work.
   */
  async complete({ code, needs }: ErrorEvent): Promise<boolean> {
    const kind = needs ?? this.#given ?? "password";
    this.#asked++;
    const password = await this.#options.askPassword?.(
      kind,
      code === "bad_password",
    );
    if (password === undefined) return false;
    this.#given = kind;
    this.#passwords = { ...this.#passwords, [kind]: password };
    return true;
  }

  /**
   * Ends with the connection.
   *
   * @param isFree Whether the server has heard the logout, or refused us.
   */
  async close(isFree: boolean): Promise<void> {
    await this.#token.close(isFree && !this.#outlivesLogout);
  }
}
