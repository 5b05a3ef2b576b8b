/**
 * The tables that are made of the blocks, as they are made anew; `schema.ts`
 * makes those of older files the same.
 *
 * @module
 */

/**
 * How ids were used last: by which entry, by whom, and for what; see
 * `repeated_id.ts`.
 */
export const CREATE_IDS = `
  CREATE TABLE ids (
    author TEXT NOT NULL COLLATE NOCASE,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    identity INTEGER NOT NULL DEFAULT 0,
    digest INTEGER,
    PRIMARY KEY (author, id)
  ) STRICT, WITHOUT ROWID;`;

/**
 * Where the blocks of each conversation are, how many messages are in each, and
 * how many of each identity, as JSON; null where nobody has counted them.
 */
export const CREATE_PLACES = `
  CREATE TABLE places (
    room TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    messages INTEGER,
    authors TEXT,
    PRIMARY KEY (room, first)
  ) STRICT, WITHOUT ROWID;`;

/** In which messages a name is mentioned, folded; after the value `mentioned`. */
export const CREATE_MENTIONS = `
  CREATE TABLE mentions (
    room TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    identity INTEGER NOT NULL,
    PRIMARY KEY (room, name, seq)
  ) STRICT, WITHOUT ROWID;`;
