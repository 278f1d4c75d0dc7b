import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './look.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { shareNonce } from './nonce.ts'
import { readPreferences } from './preferences.ts'
import { distrustThawedPages, followTabs } from './session/tabs.ts'
import { startWords } from './words/speak.ts'

shareNonce()
distrustThawedPages()
followTabs()
await readPreferences()
await startWords()

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
