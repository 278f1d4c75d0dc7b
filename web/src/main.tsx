import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './look.css'
import { createRoot } from 'react-dom/client'
import { App, Cover } from './app.tsx'
import { shareNonce } from './nonce.ts'
import { readPreferences } from './preferences.ts'
import { layCover } from './session/cover.ts'
import { watchIdleness } from './session/idle.ts'
import { idleMs } from './session/session.ts'
import { distrustThawedPages, followTabs } from './session/tabs.ts'
import { startWords } from './words/speak.ts'

shareNonce()
distrustThawedPages()
followTabs()
await readPreferences()
await startWords()

createRoot(layCover()).render(<Cover />)
watchIdleness(idleMs)
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
