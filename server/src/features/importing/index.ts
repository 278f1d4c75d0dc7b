// Importing reads what other systems know of a patient into facts that the clinic can keep.
export { parseBundleText, readBundle } from './bundle.ts'
export type * from './facts.ts'
export { sourceIndexOf, takeIn } from './intake.ts'
export { BundleRefused } from './refused.ts'
