import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { changeSettings, readSettings, type SettingsKeep } from './settings-actions.ts'
import { readRules, setRules } from './sign-in-actions.ts'

export function organisationRoutes(door: Door, keep: SettingsKeep): void {
  serve(door, api.readSignInRules, (op) => readRules(keep, op))
  serve(door, api.setSignInRules, (op, input) => setRules(keep, op, input))
  serve(door, api.readOrganisation, (op) => readSettings(keep, op))
  serve(door, api.setOrganisation, (op, input) => changeSettings(keep, op, input))
}
