// Who asks: of each role one who has much, and of patients and doctors one more, who acts for others or has nothing.
import { aud, drAna, drIdan, max, type Person, paul, pia, rita } from './people.ts'

export function callersOf(token: (person: Person) => Promise<string>, key: string) {
  const people = [pia, paul, drAna, drIdan, max, rita, aud].map((person) => ({
    role: person.role,
    name: person.key,
    authorization: async () => `Bearer ${await token(person)}`,
  }))
  return [...people, { role: 'service' as const, name: 'a service', authorization: async () => `Bearer ${key}` }]
}
