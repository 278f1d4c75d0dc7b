/** Where a verb writes: its answer to `out`, everything else to `err`, which may be a terminal. */
export type Streams = { out: { write(text: string): unknown }; err: { write(text: string): unknown; isTTY?: boolean | undefined } }
