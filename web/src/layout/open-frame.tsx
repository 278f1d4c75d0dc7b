import { Outlet } from '@tanstack/react-router'
import { DemoBanner, ReachBar } from './banners.tsx'
import { Brand } from './brand.tsx'
import { TextLink } from './links.tsx'
import classes from './open-frame.module.css'
import { LanguageSwitch, SchemeSwitch } from './switches.tsx'

/** Around pages that belong to no workspace and ask nobody who they are. */
export function OpenFrame() {
  return (
    <>
      <DemoBanner />
      <ReachBar />
      <header className={classes.bar}>
        <TextLink to="/" underline="never" c="inherit" className={classes.home}>
          <Brand />
        </TextLink>
        <LanguageSwitch compact />
        <SchemeSwitch />
      </header>
      <main>
        <Outlet />
      </main>
    </>
  )
}
