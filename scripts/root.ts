import { dirname } from 'node:path'

/** The repository's folder, without a slash at the end. */
export const root = dirname(import.meta.dirname)
