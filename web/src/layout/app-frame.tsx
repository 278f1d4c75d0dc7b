import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePerson, usePersonIfAny } from '../session/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { AlertBell } from './alert-bell.tsx'
import classes from './app-frame.module.css'
import { DemoBanner, ReachBar } from './banners.tsx'
import { Brand } from './brand.tsx'
import { EmergencyBar } from './emergency-bar.tsx'
import { PurposeGate } from './purpose-gate.tsx'
import { PurposeMenu } from './purpose-menu.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { ForbiddenState } from './states.tsx'
import { LanguageSwitch, SchemeSwitch } from './switches.tsx'
import { useOpenToRole } from './use-open-to-role.ts'

/** What stands around every page of a signed-in person; empty for the moment in which a session ends and the sign-in page is not there yet. */
export function AppFrame() {
  return usePersonIfAny() ? <Frame /> : null
}

function Frame() {
  const { t } = useTranslation()
  const person = usePerson()
  const open = useOpenToRole(person.role)
  return (
    <div className={classes.page}>
      <a href="#content" className={classes.skip}>
        {t('frame.skip')}
      </a>
      <DemoBanner />
      <div className={classes.frame}>
        <div className={classes.side}>
          <Rail />
        </div>
        <header className={classes.head}>
          <ReachBar />
          <EmergencyBar />
          <div className={classes.top}>
            <span className={classes.mark}>
              <Brand name={false} />
            </span>
            {/* The box runs as the page does, so that a name in other letters stays beside the mark. */}
            <span className={classes.organisation}>
              <bdi>{person.organisation.name}</bdi>
            </span>
            <PurposeMenu />
            <span className={classes.switches}>
              <LanguageSwitch compact />
              <SchemeSwitch />
            </span>
            <AlertBell />
            <AccountMenu />
          </div>
        </header>
        <main id="content" tabIndex={-1} className={classes.content}>
          {open ? (
            <PurposeGate>
              <Outlet />
            </PurposeGate>
          ) : (
            <ForbiddenState whole />
          )}
        </main>
      </div>
      <div className={classes.bottom}>
        <BottomBar />
      </div>
    </div>
  )
}
