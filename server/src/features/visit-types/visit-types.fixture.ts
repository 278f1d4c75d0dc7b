import type { Api, Input } from '@wardkeep/contract'

export type Asked = Input<Api['addVisitType']>['body']

/** An hour in the room, a quarter of an hour kept free after it; asked for a day ahead, within two months. */
export const consultation = {
  name: 'First consultation',
  minutes: 60,
  bufferBefore: 0,
  bufferAfter: 15,
  modality: 'in-person',
  noticeMinutes: 1440,
  horizonDays: 60,
  active: true,
} as const satisfies Asked

/** As bare as a kind of visit can be: every slot of the hours of that length, at once. */
export const call = {
  name: 'Phone call',
  minutes: 15,
  bufferBefore: 0,
  bufferAfter: 0,
  modality: 'phone',
  noticeMinutes: 0,
  horizonDays: 365,
  active: true,
} as const satisfies Asked
