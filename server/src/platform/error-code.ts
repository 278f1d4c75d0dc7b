/** The code that the system (`ENOENT`) or PostgreSQL (`57P03`) gave to an error, if it gave one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
