import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, StrictMode } from 'react'
import { colourScheme } from './colour-scheme.ts'
import { queryClient } from './data/query-client.ts'
import { nonce } from './nonce.ts'
import { router } from './router.tsx'
import { UnlockScreen } from './session/unlock-screen.tsx'
import { cssVariables, theme } from './theme.ts'

export function App() {
  return (
    <Look>
      <Notifications position="bottom-center" limit={3} />
      <RouterProvider router={router} />
    </Look>
  )
}

/** What stands in the place of the app while the session is locked; drawn apart, since then nothing of the app is in the document. */
export function Cover() {
  return (
    <Look>
      <UnlockScreen />
    </Look>
  )
}

function Look({ children }: { children: ReactNode }) {
  return (
    <StrictMode>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          colorSchemeManager={colourScheme}
          getStyleNonce={() => nonce}
        >
          <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>
  )
}
