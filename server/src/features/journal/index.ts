/** The journal as people read it: the viewer at /admin/logs, and a patient's own view of who looked. */
export { type ExportFault, ExportRefused, type ProvenExport, proveExport } from './export-proof.ts'
export { journalRoutes } from './routes.ts'
