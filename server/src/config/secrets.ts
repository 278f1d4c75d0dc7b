// What is never logged: kept apart from the configuration, and closed to printing.
import { inspect } from 'node:util'
import type { Settings } from './env.ts'

export class Secrets {
  readonly #values: {
    rootKey: string | undefined
    secretKey: string | undefined
    databaseUrl: string | undefined
    databaseOwnerUrl: string | undefined
    smtpUrl: string | undefined
    aiKey: string | undefined
  }

  constructor(settings: Settings) {
    this.#values = {
      rootKey: settings.secret('WARDKEEP_ROOT_KEY', 'ENCRYPTION_KEY'),
      secretKey: settings.secret('SECRET_KEY'),
      databaseUrl: settings.secret('DATABASE_URL'),
      databaseOwnerUrl: settings.secret('DATABASE_OWNER_URL'),
      smtpUrl: settings.secret('SMTP_URL'),
      aiKey: settings.secret('AI_KEY'),
    }
  }

  get rootKey(): string | undefined {
    return this.#values.rootKey
  }
  get secretKey(): string | undefined {
    return this.#values.secretKey
  }
  get databaseUrl(): string | undefined {
    return this.#values.databaseUrl
  }
  get databaseOwnerUrl(): string | undefined {
    return this.#values.databaseOwnerUrl
  }
  get smtpUrl(): string | undefined {
    return this.#values.smtpUrl
  }
  get aiKey(): string | undefined {
    return this.#values.aiKey
  }
  toJSON(): string {
    return '[secrets]'
  }
  [inspect.custom](): string {
    return '[secrets]'
  }
}
