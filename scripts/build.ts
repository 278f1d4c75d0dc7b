// Builds the web app and nothing else: a step of ci, and what a host runs before it cuts its network off.
import { buildWebApp } from './web-app.ts'

await buildWebApp()
